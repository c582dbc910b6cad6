import type { ReactNode } from 'react';
import { StyleSheet, View } from 'react-native';

import { Words } from './Words';
import { space, useColors } from './theme';

type Props = { name: string; detail?: string; testID?: string; children?: ReactNode };

/** Somebody: an initial, a name, a word about them, and what can be done. */
export function PersonRow({ name, detail, testID, children }: Props) {
  const colors = useColors();
  return (
    <View style={styles.row} testID={testID}>
      <View style={[styles.disc, { backgroundColor: colors.sunken }]} aria-hidden>
        <Words kind="heading">{[...name][0]?.toUpperCase() ?? '?'}</Words>
      </View>
      <View style={styles.words}>
        <Words kind="heading">{name}</Words>
        {detail !== undefined && (
          <Words kind="label" color="muted">
            {detail}
          </Words>
        )}
      </View>
      <View style={styles.deeds}>{children}</View>
    </View>
  );
}

const styles = StyleSheet.create({
  row: { flexDirection: 'row', alignItems: 'center', gap: space.m, flexWrap: 'wrap' },
  disc: { width: 44, height: 44, borderRadius: 22, alignItems: 'center', justifyContent: 'center' },
  words: { flex: 1, minWidth: 120 },
  deeds: { flexDirection: 'row', gap: space.s, flexWrap: 'wrap' },
});
