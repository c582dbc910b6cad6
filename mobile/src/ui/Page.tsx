import type { ReactNode } from 'react';
import { ScrollView, StyleSheet, View } from 'react-native';

import { Words } from './Words';
import { radius, space, useColors } from './theme';

/** A screen's body: one readable column that scrolls. */
export function Page({ children }: { children: ReactNode }) {
  const colors = useColors();
  return (
    <ScrollView role="main" style={{ backgroundColor: colors.background }} contentContainerStyle={styles.page}>
      {children}
    </ScrollView>
  );
}

export function Card({ children }: { children: ReactNode }) {
  return <View style={[styles.card, { backgroundColor: useColors().surface }]}>{children}</View>;
}

/** The two of every meeting: a circle and a diamond, as on the map. */
export function Mark() {
  const colors = useColors();
  return (
    <View style={styles.mark} role="img" aria-label="MeetUp">
      <View style={[styles.circle, { backgroundColor: colors.me }]} />
      <View style={[styles.diamond, { backgroundColor: colors.peer }]} />
    </View>
  );
}

/** Something went wrong or happened, said in place. */
export function Notice({ text }: { text: string | null }) {
  return <View role="status">{text !== null && <Words color="peer">{text}</Words>}</View>;
}

const styles = StyleSheet.create({
  page: {
    flexGrow: 1,
    padding: space.l,
    gap: space.l,
    width: '100%',
    maxWidth: 520,
    alignSelf: 'center',
    justifyContent: 'center',
  },
  card: { borderRadius: radius.l, padding: space.l, gap: space.m },
  mark: { flexDirection: 'row', alignItems: 'center', gap: space.s },
  circle: { width: 40, height: 40, borderRadius: 20 },
  diamond: { width: 30, height: 30, borderRadius: 7, transform: [{ rotate: '45deg' }] },
});
