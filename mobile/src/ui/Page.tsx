import { useState, type ReactNode } from 'react';
import { RefreshControl, ScrollView, StyleSheet, View } from 'react-native';
import { useSafeAreaInsets } from 'react-native-safe-area-context';

import { Words } from './Words';
import { radius, space, useColors } from './theme';

/** A screen's body: one readable column that scrolls. */
type PageProps = { children: ReactNode; onRefresh?: () => Promise<void>; fromTop?: boolean };

export function Page({ children, onRefresh, fromTop = false }: PageProps) {
  const colors = useColors();
  const { top } = useSafeAreaInsets();
  const [refreshing, setRefreshing] = useState(false);
  const pull = async () => {
    setRefreshing(true);
    await onRefresh?.().catch(() => {});
    setRefreshing(false);
  };
  return (
    <ScrollView
      role="main"
      tabIndex={0}
      style={{ backgroundColor: colors.background }}
      contentContainerStyle={[styles.page, fromTop && styles.fromTop, { paddingTop: top + space.l }]}
      refreshControl={onRefresh && <RefreshControl refreshing={refreshing} onRefresh={() => void pull()} />}
    >
      {children}
    </ScrollView>
  );
}

type CardProps = { children: ReactNode; testID?: string; outlined?: boolean };

export function Card({ children, testID, outlined = false }: CardProps) {
  const colors = useColors();
  return (
    <View
      testID={testID}
      style={[styles.card, { backgroundColor: colors.surface, borderColor: outlined ? colors.me : colors.surface }]}
    >
      {children}
    </View>
  );
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
  return (
    <View role="status" style={text === null && styles.silent}>
      {text !== null && <Words color="peer">{text}</Words>}
    </View>
  );
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
  fromTop: { justifyContent: 'flex-start' },
  // Takes no room while it says nothing, in a column with gaps.
  silent: { marginTop: -space.m },
  card: { borderWidth: 2, borderRadius: radius.l, padding: space.l, gap: space.m },
  mark: { flexDirection: 'row', alignItems: 'center', gap: space.s },
  circle: { width: 40, height: 40, borderRadius: 20 },
  diamond: { width: 30, height: 30, borderRadius: 7, transform: [{ rotate: '45deg' }] },
});
