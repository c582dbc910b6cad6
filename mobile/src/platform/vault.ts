export * from './vault.native';
