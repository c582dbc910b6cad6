import { useEffect, useState } from 'react';
import { Animated, Easing, StyleSheet, View } from 'react-native';

import { radius, useColors } from './theme';
import { useReducedMotion } from './useReducedMotion';

const SIZE = 220;
const SPARKS = 14;

/** The circle and the diamond come together, and sparks fly; without motion, they simply are together. */
export function Celebration() {
  const colors = useColors();
  const still = useReducedMotion();
  const [time] = useState(() => new Animated.Value(1));
  useEffect(() => {
    if (still) return time.setValue(1);
    time.setValue(0);
    const run = Animated.timing(time, {
      toValue: 1,
      duration: 1_600,
      easing: Easing.out(Easing.cubic),
      useNativeDriver: true,
    });
    run.start();
    return () => run.stop();
  }, [still, time]);

  const between = (from: number, to: number, over = [0, 0.45]) =>
    time.interpolate({ inputRange: over, outputRange: [from, to], extrapolate: 'clamp' });
  return (
    <View style={styles.stage} testID="celebration" aria-hidden>
      {Array.from({ length: SPARKS }, (_, index) => {
        const angle = (2 * Math.PI * index) / SPARKS;
        const flight = (away: number) => between(0, away * 100, [0.35, 1]);
        return (
          <Animated.View
            key={index}
            style={[
              index % 2 ? styles.spark : styles.dot,
              {
                backgroundColor: [colors.me, colors.peer, colors.good][index % 3],
                opacity: time.interpolate({ inputRange: [0, 0.34, 0.4, 1], outputRange: [0, 0, 1, 0.35] }),
                transform: [{ translateX: flight(Math.cos(angle)) }, { translateY: flight(Math.sin(angle)) }],
              },
            ]}
          />
        );
      })}
      <Animated.View
        style={[styles.circle, { backgroundColor: colors.me, transform: [{ translateX: between(-90, -22) }] }]}
      />
      <Animated.View
        style={[
          styles.diamond,
          { backgroundColor: colors.peer, transform: [{ translateX: between(90, 22) }, { rotate: '45deg' }] },
        ]}
      />
    </View>
  );
}

const styles = StyleSheet.create({
  stage: { width: SIZE, height: SIZE, alignSelf: 'center', alignItems: 'center', justifyContent: 'center' },
  circle: { position: 'absolute', width: 68, height: 68, borderRadius: 34 },
  diamond: { position: 'absolute', width: 52, height: 52, borderRadius: radius.m },
  dot: { position: 'absolute', width: 10, height: 10, borderRadius: 5 },
  spark: { position: 'absolute', width: 6, height: 16, borderRadius: 3 },
});
