import { useEffect, useState } from 'react';
import { AccessibilityInfo } from 'react-native';

/** Whether this person has asked their device for less motion; until it has answered, they have. */
export function useReducedMotion(): boolean {
  const [reduced, setReduced] = useState(true);
  useEffect(() => {
    void AccessibilityInfo.isReduceMotionEnabled().then(setReduced);
    const watching = AccessibilityInfo.addEventListener('reduceMotionChanged', setReduced);
    return () => watching.remove();
  }, []);
  return reduced;
}
