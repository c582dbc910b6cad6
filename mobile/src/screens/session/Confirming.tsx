import { StyleSheet, View } from 'react-native';

import { formatCountdown } from '../../geo/format';
import type { LiveSession } from '../../live/liveSession';
import type { LiveView } from '../../live/view';
import { Press } from '../../ui/Press';
import { Pulse } from '../../ui/Pulse';
import { Ring } from '../../ui/Ring';
import { Words } from '../../ui/Words';
import { space } from '../../ui/theme';

const WINDOW_MS = 60_000;

/** "I'm here", from both, within a minute of each other. */
export function Confirming({ live, view }: { live: LiveSession; view: LiveView }) {
  const { me, peer, proximity, imHere, missed } = view;
  if (!peer) return null;
  const byMe = imHere?.confirmed_by.includes(me.user_id) ?? false;
  const byPeer = imHere?.confirmed_by.includes(peer.user_id) ?? false;
  const leftMs = imHere?.expires_at ? Math.max(0, Date.parse(imHere.expires_at) - live.clock.now()) : 0;
  const can = proximity?.can_confirm ?? false;
  const say = (manual: boolean) => void live.imHere(manual).catch(() => {});

  return (
    <View style={styles.box}>
      {imHere && <Ring part={leftMs / WINDOW_MS} text={formatCountdown(leftMs)} />}
      <View role="status">
        {byMe && <Words kind="heading" testID="waiting" center>{`Waiting for ${peer.display_name}`}</Words>}
        {byPeer && !byMe && (
          <Words kind="heading" color="good" testID="peer-confirmed" center>
            {`${peer.display_name} is here. You too?`}
          </Words>
        )}
        {missed && !imHere && (
          <Words color="muted" testID="missed">
            The minute ran out before both of you confirmed. Try again, or use “We’ve met anyway”.
          </Words>
        )}
      </View>
      {!byMe && (
        <>
          <Pulse on={can}>
            <Press label="I’m here" icon="check" onPress={() => say(false)} disabled={!can} testID="im-here" />
          </Pulse>
          <Press look="quiet" label="We’ve met anyway" onPress={() => say(true)} testID="manual" />
        </>
      )}
    </View>
  );
}

const styles = StyleSheet.create({ box: { gap: space.s } });
