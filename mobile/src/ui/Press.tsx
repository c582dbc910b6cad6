import { ActivityIndicator, Pressable, StyleSheet } from 'react-native';

import { Icon, type IconName } from './Icon';
import { Words } from './Words';
import { radius, space, target, useColors } from './theme';

type Props = {
  label: string;
  onPress: () => void;
  look?: 'primary' | 'plain' | 'quiet';
  disabled?: boolean;
  busy?: boolean;
  icon?: IconName;
  testID?: string;
};

/** A button: one primary on a screen, the others plain or quiet. */
export function Press({ label, onPress, look = 'primary', disabled = false, busy = false, icon, testID }: Props) {
  const colors = useColors();
  const off = disabled || busy;
  const ink = disabled ? 'muted' : look === 'primary' ? 'onMe' : 'ink';
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
      {icon && !busy && <Icon name={icon} size={20} color={ink} />}
      <Words kind="heading" color={ink} center>
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
