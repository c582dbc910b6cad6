export * from './watch.native';
