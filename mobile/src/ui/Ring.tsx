import { StyleSheet, View } from 'react-native';

import { Drawing } from './Drawing';
import { Words } from './Words';
import { useColors } from './theme';

const BOX = 100;
const RADIUS = 44;

/** An arc from the top, clockwise; `part` from 0 to 1. */
export function arc(part: number): string {
  const angle = 2 * Math.PI * Math.min(0.9999, Math.max(0.0001, part));
  const [x, y] = [BOX / 2 + RADIUS * Math.sin(angle), BOX / 2 - RADIUS * Math.cos(angle)];
  return `M${BOX / 2} ${BOX / 2 - RADIUS}A${RADIUS} ${RADIUS} 0 ${angle > Math.PI ? 1 : 0} 1 ${x.toFixed(2)} ${y.toFixed(2)}`;
}

/** Time running out, with how much is left in its middle. */
export function Ring({ part, text, size = 96 }: { part: number; text: string; size?: number }) {
  const colors = useColors();
  return (
    <View style={[styles.ring, { width: size, height: size }]}>
      <View style={StyleSheet.absoluteFill}>
        <Drawing path={arc(1)} size={size} box={BOX} color={colors.sunken} line={9} />
      </View>
      <View style={StyleSheet.absoluteFill}>
        <Drawing path={arc(part)} size={size} box={BOX} color={colors.good} line={9} />
      </View>
      <Words kind="heading">{text}</Words>
    </View>
  );
}

const styles = StyleSheet.create({ ring: { alignItems: 'center', justifyContent: 'center', alignSelf: 'center' } });
