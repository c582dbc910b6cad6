/** Keeps the screen on, again after every return to the page; what it returns lets it sleep. A browser may say no, and that is all right. */
export function stayAwake(): () => void {
  if (!('wakeLock' in navigator)) return () => {};
  let over = false;
  let held: WakeLockSentinel | null = null;
  const ask = async () => {
    if (over || document.visibilityState !== 'visible') return;
    const lock = await navigator.wakeLock.request('screen').catch(() => null);
    if (over) void lock?.release();
    else held = lock;
  };
  const onVisible = () => void ask();
  document.addEventListener('visibilitychange', onVisible);
  onVisible();
  return () => {
    over = true;
    document.removeEventListener('visibilitychange', onVisible);
    void held?.release();
  };
}
