import type { ReactNode } from 'react';
import { Text, type TextStyle } from 'react-native';

import { useColors, type Colors } from './theme';

const scale = {
  display: { fontSize: 44, lineHeight: 50, fontWeight: '800', letterSpacing: -1, fontVariant: ['tabular-nums'] },
  title: { fontSize: 28, lineHeight: 34, fontWeight: '800', letterSpacing: -0.5 },
  heading: { fontSize: 18, lineHeight: 24, fontWeight: '700' },
  body: { fontSize: 16, lineHeight: 23 },
  label: { fontSize: 14, lineHeight: 19, fontWeight: '600' },
} satisfies Record<string, TextStyle>;

type Props = {
  kind?: keyof typeof scale;
  color?: keyof Colors;
  center?: boolean;
  children: ReactNode;
  testID?: string;
  live?: boolean;
  /** The rank of a heading; titles are the first of their page. */
  level?: 1 | 2;
};

/** The only way to show text. `live` is read out by itself when it changes. */
export function Words({ kind = 'body', color = 'ink', center = false, live = false, level, children, testID }: Props) {
  const colors = useColors();
  const rank = level ?? (kind === 'title' ? 1 : undefined);
  return (
    <Text
      testID={testID}
      role={rank ? 'heading' : undefined}
      aria-level={rank}
      aria-live={live ? 'polite' : undefined}
      style={[scale[kind], { color: colors[color] }, center && { textAlign: 'center' }]}
    >
      {children}
    </Text>
  );
}
