import { useEffect, useState, type ReactNode } from 'react';
import { Animated } from 'react-native';

import { useReducedMotion } from './useReducedMotion';

/** Draws the eye to what has just become possible. */
export function Pulse({ on, children }: { on: boolean; children: ReactNode }) {
  const [scale] = useState(() => new Animated.Value(1));
  const still = useReducedMotion() || !on;
  useEffect(() => {
    if (still) return scale.setValue(1);
    const to = (toValue: number) => Animated.timing(scale, { toValue, duration: 680, useNativeDriver: true });
    const beat = Animated.loop(Animated.sequence([to(1.03), to(1)]));
    beat.start();
    return () => beat.stop();
  }, [still, scale]);
  return <Animated.View style={{ transform: [{ scale }] }}>{children}</Animated.View>;
}
