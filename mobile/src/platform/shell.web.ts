/** Keeps the app's shell in the browser, so that it opens without a network and says so itself. */
export function keepShell(): void {
  if (!__DEV__ && 'serviceWorker' in navigator) void navigator.serviceWorker.register('/sw.js').catch(() => {});
}
