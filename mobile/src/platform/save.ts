export * from './save.native';
