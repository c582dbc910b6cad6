import { StyleSheet, View } from 'react-native';

import type { LiveState } from '../../live/liveState';
import { connectionText } from '../../session/words';
import { Words } from '../../ui/Words';
import { space, useColors } from '../../ui/theme';

/** Whether this device speaks with the server right now: a filled dot when it does, a hollow one when not. */
export function ConnectionBadge({ state, now }: { state: LiveState; now: number }) {
  const colors = useColors();
  const live = state.status === 'live';
  const color = colors[live ? 'good' : 'peer'];
  return (
    <View style={[styles.badge, { backgroundColor: colors.sunken }]}>
      <View style={[styles.dot, { borderColor: color, backgroundColor: live ? color : 'transparent' }]} />
      <Words kind="label" testID="connection">
        {connectionText(state, now)}
      </Words>
    </View>
  );
}

const styles = StyleSheet.create({
  badge: {
    flexDirection: 'row',
    alignItems: 'center',
    gap: space.s,
    paddingHorizontal: 12,
    paddingVertical: 6,
    borderRadius: 99,
  },
  dot: { width: 10, height: 10, borderRadius: 5, borderWidth: 2 },
});
