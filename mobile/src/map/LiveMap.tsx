export * from './LiveMap.native';
