import { StyleSheet, View } from 'react-native';

import { formatCountdown, formatDistance, type Units } from '../../geo/format';
import type { LiveSession } from '../../live/liveSession';
import type { LiveState } from '../../live/liveState';
import { distanceOf } from '../../live/view';
import { bandText, connectionText, freshnessOf } from '../../session/words';
import { Press } from '../../ui/Press';
import { Words } from '../../ui/Words';
import { radius, space, useColors } from '../../ui/theme';

type Props = { live: LiveSession; state: LiveState; ageMs: number | null; now: number; units: Units };

const BAR_M = 500;

/** How far, how fresh, and what to do about it. */
export function MeetingSheet({ live, state, ageMs, now, units }: Props) {
  const colors = useColors();
  const { view } = state;
  if (!view?.peer) return null;
  const { peer, me, proximity, imHere } = view;
  const meters = distanceOf(view);
  const stale = ageMs !== null && freshnessOf(ageMs) !== 'fresh';
  const confirmedByMe = imHere?.confirmed_by.includes(me.user_id) ?? false;
  const confirmedByPeer = imHere?.confirmed_by.includes(peer.user_id) ?? false;
  const left = imHere?.expires_at ? formatCountdown(Date.parse(imHere.expires_at) - live.clock.now()) : '';
  const done = meters === null ? 0 : Math.max(0.06, Math.min(1, 1 - meters / BAR_M));
  const say = (manual: boolean) => void live.imHere(manual).catch(() => {});

  return (
    <View style={styles.sheet}>
      <View style={styles.row}>
        <Words kind="heading" testID="peer-name">
          {peer.display_name}
        </Words>
        <Words kind="label" color={state.status === 'live' ? 'good' : 'peer'} testID="connection">
          {connectionText(state, now)}
        </Words>
      </View>
      <Words kind="display" testID="distance">
        {meters === null ? '–' : `${stale ? 'was ' : ''}${formatDistance(meters, units)}`}
      </Words>
      <Words kind="heading" color={proximity?.band === 'here' ? 'good' : 'ink'} testID="band" live>
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
        <View
          style={[
            styles.fill,
            { width: `${done * 100}%`, backgroundColor: proximity?.band === 'here' ? colors.good : colors.me },
          ]}
        />
      </View>
      {ageMs !== null && ageMs >= 15_000 && (
        <Words color="muted" testID="age">
          {`Last seen ${Math.floor(ageMs / 1000)} s ago (${freshnessOf(ageMs)})`}
        </Words>
      )}
      {confirmedByPeer && !confirmedByMe && (
        <Words color="good" testID="peer-confirmed">{`${peer.display_name} is here. You too? ${left}`}</Words>
      )}
      {confirmedByMe ? (
        <Words kind="heading" testID="waiting">{`Waiting for ${peer.display_name} · ${left}`}</Words>
      ) : (
        <Press label="I’m here" onPress={() => say(false)} disabled={!proximity?.can_confirm} testID="im-here" />
      )}
      <View style={styles.row}>
        <Press
          look="plain"
          testID="pause"
          label={state.paused ? 'Resume' : 'Pause'}
          onPress={() => (state.paused ? void live.resume().catch(() => {}) : live.pause())}
        />
        {!confirmedByMe && <Press look="quiet" label="We’ve met anyway" onPress={() => say(true)} testID="manual" />}
      </View>
    </View>
  );
}

function waitingText({ view, paused }: LiveState): string {
  if (paused) return 'You have paused';
  if (view?.peer?.sharing === 'paused') return `${view.peer.display_name} has paused`;
  if (view?.peer?.status === 'offline') return `${view.peer.display_name} is offline`;
  return view?.peer?.location ? 'Waiting for your location' : 'Waiting for their location';
}

const styles = StyleSheet.create({
  sheet: { gap: space.s },
  row: { flexDirection: 'row', justifyContent: 'space-between', alignItems: 'center', gap: space.s },
  track: { height: 10, borderRadius: radius.m, overflow: 'hidden' },
  fill: { height: 10, borderRadius: radius.m },
});
