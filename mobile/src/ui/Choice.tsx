import { Pressable, StyleSheet, View } from 'react-native';

import { Words } from './Words';
import { radius, space, target, useColors } from './theme';

type Props<T extends string> = {
  label: string;
  options: readonly (readonly [T, string])[];
  value: T;
  onChange: (value: T) => void;
};

/** One of a few. */
export function Choice<T extends string>({ label, options, value, onChange }: Props<T>) {
  const colors = useColors();
  return (
    <View role="radiogroup" aria-label={label} style={styles.group}>
      <Words kind="label" color="muted">
        {label}
      </Words>
      <View style={[styles.row, { backgroundColor: colors.sunken }]}>
        {options.map(([one, text]) => (
          <Pressable
            key={one}
            role="radio"
            aria-checked={one === value}
            onPress={() => onChange(one)}
            style={[styles.option, one === value && { backgroundColor: colors.surface }]}
          >
            <Words kind="label" center>
              {text}
            </Words>
          </Pressable>
        ))}
      </View>
    </View>
  );
}

const styles = StyleSheet.create({
  group: { gap: space.xs },
  row: { flexDirection: 'row', padding: 4, borderRadius: radius.m },
  option: { flex: 1, minHeight: target, alignItems: 'center', justifyContent: 'center', borderRadius: radius.m - 4 },
});
