export * from './awake.native';
