export * from './server.native';
