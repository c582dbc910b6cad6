export * from './haptics.native';
