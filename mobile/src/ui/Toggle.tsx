import { Pressable, StyleSheet, View } from 'react-native';

import { Words } from './Words';
import { space, target, useColors } from './theme';

type Props = { label: string; on: boolean; onChange: (on: boolean) => void; testID?: string };

/** On or off, with what it is about. */
export function Toggle({ label, on, onChange, testID }: Props) {
  const colors = useColors();
  return (
    <Pressable
      role="switch"
      aria-checked={on}
      aria-label={label}
      testID={testID}
      onPress={() => onChange(!on)}
      style={styles.row}
    >
      <View style={styles.label}>
        <Words>{label}</Words>
      </View>
      <View style={[styles.track, { backgroundColor: on ? colors.me : colors.line }]}>
        <View style={[styles.knob, { backgroundColor: colors.surface, marginLeft: on ? 22 : 0 }]} />
      </View>
    </Pressable>
  );
}

const styles = StyleSheet.create({
  row: { minHeight: target, flexDirection: 'row', alignItems: 'center', gap: space.m },
  label: { flex: 1 },
  track: { width: 52, height: 30, borderRadius: 15, padding: 3 },
  knob: { width: 24, height: 24, borderRadius: 12 },
});
