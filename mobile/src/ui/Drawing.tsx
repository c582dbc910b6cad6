export * from './Drawing.native';
