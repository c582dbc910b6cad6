import { useCallback, useState } from 'react';

import { failureText } from '../screens/failure';

/** One thing at a time that may fail: runs it, says whether it runs, and what to tell when it did not work. */
export function useDeed() {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const run = useCallback(async (deed: () => Promise<string | void>) => {
    setBusy(true);
    setSaid(null);
    try {
      setSaid((await deed()) ?? null);
    } catch (failure) {
      setSaid(failureText(failure));
    } finally {
      setBusy(false);
    }
  }, []);
  return { busy, said, run };
}
