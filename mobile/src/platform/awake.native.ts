import { activateKeepAwakeAsync, deactivateKeepAwake } from 'expo-keep-awake';

const TAG = 'session';

/** Keeps the screen on; what it returns lets it sleep again. */
export function stayAwake(): () => void {
  const asked = activateKeepAwakeAsync(TAG).then(
    () => true,
    () => false,
  );
  return () => void asked.then((held) => (held ? deactivateKeepAwake(TAG) : undefined)).catch(() => {});
}
