export * from './navigators.native';
