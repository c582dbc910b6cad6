import { useEffect, useState } from 'react';
import { ScrollView, StyleSheet, useWindowDimensions, View } from 'react-native';

import { LiveMap } from '../map/LiveMap';
import type { ScreenProps } from '../navigation/routes';
import type { Api } from '../net/api';
import { wantsToShare } from '../session/consent';
import { useLive, useSharing } from '../session/useLive';
import { freshnessOf } from '../session/words';
import { account } from '../state/account';
import { settings } from '../state/settings';
import { useStore } from '../state/store';
import { useNow } from '../state/useNow';
import { stayAwake } from '../platform/awake';
import { Mark, Page } from '../ui/Page';
import { Press } from '../ui/Press';
import { Sure } from '../ui/Sure';
import { Words } from '../ui/Words';
import { space, useColors } from '../ui/theme';
import { MeetingEnd } from './session/MeetingEnd';
import { MeetingSheet } from './session/MeetingSheet';
import { InviteCard } from './session/InviteCard';
import { WhyShare } from './session/WhyShare';

const WIDE = 900;

export function SessionScreen({ route, navigation }: ScreenProps<'Session'>) {
  const now = useStore(account);
  const home = () => navigation.replace('Tabs', { screen: 'Home' });
  if (now.phase !== 'signed_in') {
    return (
      <Page>
        <Mark />
        <Words kind="title">{now.phase === 'loading' ? 'One moment…' : 'Sign in to see this meeting'}</Words>
        {now.phase !== 'loading' && <Press label="Go to the start" onPress={home} />}
      </Page>
    );
  }

  return <Meeting key={route.params.id} api={now.api} id={route.params.id} onHome={home} />;
}

function Meeting({ api, id, onHome }: { api: Api; id: string; onHome: () => void }) {
  const colors = useColors();
  const wide = useWindowDimensions().width >= WIDE;
  const { units } = useStore(settings);
  const { live, state } = useLive(api, id);
  const [sharing, setSharing] = useState(() => wantsToShare.has(id));
  const trouble = useSharing(live, sharing && !state.paused && state.status === 'live');
  const now = useNow();
  const over = state.status === 'ended';
  useEffect(() => (over ? undefined : stayAwake()), [over]);
  const { view } = state;
  if (over) return <MeetingEnd api={api} id={id} state={state} onHome={onHome} />;

  const peerFix = view?.peer?.location ?? null;
  const ageMs = peerFix ? Math.max(0, live.clock.now() - Date.parse(peerFix.received_at)) : null;
  const peerName = view?.peer?.display_name ?? '';
  const start = () => {
    wantsToShare.add(id);
    setSharing(true);
  };

  return (
    <View
      role="main"
      style={[styles.screen, { flexDirection: wide ? 'row-reverse' : 'column', backgroundColor: colors.background }]}
    >
      <LiveMap
        me={view?.me.location ?? null}
        peer={peerFix}
        peerFresh={ageMs !== null && freshnessOf(ageMs) === 'fresh'}
        peerName={peerName}
        units={units}
      />
      <View style={[wide ? styles.side : styles.sheet, { backgroundColor: colors.surface }]}>
        <ScrollView contentContainerStyle={styles.inside}>
          {view?.status === 'PENDING' && <InviteCard api={api} id={id} />}
          {view?.status === 'ACTIVE' && (
            <MeetingSheet live={live} state={state} ageMs={ageMs} now={now} units={units} />
          )}
          {view === null && <Words kind="heading">Connecting…</Words>}
          <WhyShare sharing={sharing} trouble={trouble} onShare={start} />
          <View style={styles.row}>
            <Press look="quiet" label="Back" onPress={onHome} />
            {view && (
              <Sure
                label="End"
                question="Stop sharing and end it for both?"
                yes="End it"
                testID="end"
                onYes={() => void live.endSession().catch(() => {})}
              />
            )}
          </View>
        </ScrollView>
      </View>
    </View>
  );
}

const styles = StyleSheet.create({
  screen: { flex: 1 },
  sheet: { maxHeight: '62%', borderTopLeftRadius: 24, borderTopRightRadius: 24 },
  side: { width: 400 },
  inside: { padding: space.l, gap: space.m },
  row: { flexDirection: 'row', justifyContent: 'space-between', flexWrap: 'wrap' },
});
