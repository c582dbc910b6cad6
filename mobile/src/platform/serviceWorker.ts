import { Platform } from 'react-native';

/** Lets the shell open without a network. Only in the built web app. */
export function registerServiceWorker(): void {
  if (Platform.OS !== 'web' || __DEV__ || !('serviceWorker' in navigator)) return;
  window.addEventListener('load', () => void navigator.serviceWorker.register('/sw.js').catch(() => {}));
}
