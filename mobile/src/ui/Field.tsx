import { StyleSheet, TextInput, View } from 'react-native';

import { Words } from './Words';
import { radius, space, target, useColors } from './theme';

type Props = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onSubmit?: () => void;
  maxLength?: number;
  testID?: string;
};

/** One line to type in, with its label always in sight. */
export function Field({ label, value, onChange, onSubmit, maxLength, testID }: Props) {
  const colors = useColors();
  return (
    <View style={styles.field}>
      <Words kind="label" color="muted">
        {label}
      </Words>
      <TextInput
        testID={testID}
        aria-label={label}
        value={value}
        onChangeText={onChange}
        onSubmitEditing={onSubmit}
        maxLength={maxLength}
        style={[styles.input, { color: colors.ink, borderColor: colors.line, backgroundColor: colors.surface }]}
      />
    </View>
  );
}

const styles = StyleSheet.create({
  field: { gap: space.xs },
  input: { minHeight: target, borderWidth: 1, borderRadius: radius.m, paddingHorizontal: space.m, fontSize: 16 },
});
