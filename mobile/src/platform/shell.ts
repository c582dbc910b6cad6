export * from './shell.native';
