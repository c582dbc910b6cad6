import { ActivityIndicator, Pressable, StyleSheet } from 'react-native';

import { Words } from './Words';
import { radius, space, target, useColors } from './theme';

type Props = {
  label: string;
  onPress: () => void;
  look?: 'primary' | 'plain' | 'quiet';
  disabled?: boolean;
  busy?: boolean;
  testID?: string;
};

/** A button: one primary on a screen, the others plain or quiet. */
export function Press({ label, onPress, look = 'primary', disabled = false, busy = false, testID }: Props) {
  const colors = useColors();
  const off = disabled || busy;
  const back =
    look === 'primary' ? (disabled ? colors.sunken : colors.me) : look === 'plain' ? colors.sunken : 'transparent';
  return (
    <Pressable
      role="button"
      testID={testID}
      aria-disabled={off}
      aria-busy={busy}
      disabled={off}
      onPress={onPress}
      style={({ pressed }) => [styles.button, { backgroundColor: back, opacity: pressed ? 0.8 : 1 }]}
    >
      {busy && <ActivityIndicator color={look === 'primary' ? colors.onMe : colors.me} />}
      <Words kind="heading" color={look === 'primary' ? (disabled ? 'muted' : 'onMe') : 'ink'} center>
        {label}
      </Words>
    </Pressable>
  );
}

const styles = StyleSheet.create({
  button: {
    minHeight: target,
    borderRadius: radius.m,
    paddingHorizontal: space.m,
    paddingVertical: 12,
    flexDirection: 'row',
    gap: space.s,
    alignItems: 'center',
    justifyContent: 'center',
  },
});
