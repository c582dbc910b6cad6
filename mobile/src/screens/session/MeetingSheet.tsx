import { StyleSheet, View } from 'react-native';

import { formatDistance, type Units } from '../../geo/format';
import type { LiveSession } from '../../live/liveSession';
import type { LiveState } from '../../live/liveState';
import { distanceOf } from '../../live/view';
import { ageText, bandText, freshnessOf, waitingText } from '../../session/words';
import { Press } from '../../ui/Press';
import { Words } from '../../ui/Words';
import { radius, space, useColors } from '../../ui/theme';
import { ConnectionBadge } from './ConnectionBadge';
import { Confirming } from './Confirming';

type Props = { live: LiveSession; state: LiveState; ageMs: number | null; now: number; units: Units };

const BAR_M = 500;

/** How far, how fresh, and what to do about it. */
export function MeetingSheet({ live, state, ageMs, now, units }: Props) {
  const colors = useColors();
  const { view } = state;
  if (!view?.peer) return null;
  const { peer, proximity } = view;
  const meters = distanceOf(view);
  const freshness = ageMs === null ? 'fresh' : freshnessOf(ageMs);
  const done = meters === null ? 0 : Math.max(0.06, Math.min(1, 1 - meters / BAR_M));
  const here = proximity?.band === 'here' && meters !== null;

  return (
    <View style={styles.sheet}>
      <View style={styles.row}>
        <View style={styles.name}>
          <Words kind="heading" testID="peer-name" level={1}>
            {peer.display_name}
          </Words>
        </View>
        <ConnectionBadge state={state} now={now} />
      </View>
      <Words kind="display" testID="distance" color={freshness === 'fresh' ? 'ink' : 'muted'}>
        {meters === null ? '–' : `${freshness === 'fresh' ? '' : 'was '}${formatDistance(meters, units)}`}
      </Words>
      <Words kind="heading" color={here ? 'good' : 'ink'} testID="band" live>
        {proximity && meters !== null && !state.paused ? bandText[proximity.band] : waitingText(state)}
      </Words>
      <View
        role="progressbar"
        aria-label="How close you are"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(done * 100)}
        style={[styles.track, { backgroundColor: colors.sunken }]}
      >
        <View style={[styles.fill, { width: `${done * 100}%`, backgroundColor: here ? colors.good : colors.me }]} />
      </View>
      {ageMs !== null && freshness !== 'fresh' && (
        <Words color="muted" testID="age">
          {ageText(ageMs)}
        </Words>
      )}
      <Confirming live={live} view={view} />
      <Press
        look="plain"
        testID="pause"
        icon={state.paused ? 'play' : 'pause'}
        label={state.paused ? 'Share again' : 'Pause sharing'}
        onPress={() => (state.paused ? void live.resume().catch(() => {}) : live.pause())}
      />
    </View>
  );
}

const styles = StyleSheet.create({
  sheet: { gap: space.s },
  name: { flexShrink: 1 },
  row: { flexDirection: 'row', justifyContent: 'space-between', alignItems: 'center', gap: space.s, flexWrap: 'wrap' },
  track: { height: 10, borderRadius: radius.m, overflow: 'hidden' },
  fill: { height: 10, borderRadius: radius.m },
});
