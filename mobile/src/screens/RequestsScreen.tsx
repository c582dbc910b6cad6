import { useEffect, useState } from 'react';

import { track } from '../analytics/events';
import type { TabProps } from '../navigation/routes';
import type { Api } from '../net/api';
import { ApiError } from '../net/problem';
import type { MeetRequest } from '../net/types';
import { wantsToShare } from '../session/consent';
import { account } from '../state/account';
import { useStore } from '../state/store';
import { useDeed } from '../state/useDeed';
import { useLists } from '../state/useLists';
import { useNow } from '../state/useNow';
import { Card, Notice, Page } from '../ui/Page';
import { Words } from '../ui/Words';
import { failureText } from './failure';
import { RequestCard } from './requests/RequestCard';

export function RequestsScreen(props: TabProps<'Requests'>) {
  const now = useStore(account);
  if (now.phase === 'signed_in') return <Requests {...props} api={now.api} />;
  return (
    <Page fromTop>
      <Words kind="title">Requests</Words>
      <Words color="muted">
        Who asks to meet you is listed here. Begin on Home with a name, and others can find you or get your link.
      </Words>
    </Page>
  );
}

function Requests({ api, navigation, route }: TabProps<'Requests'> & { api: Api }) {
  const now = useNow();
  const linkedId = route.params?.id;
  const { lists, refresh } = useLists(api);
  const { busy, said, run } = useDeed();
  const linked = useLinked(api, linkedId);
  const incoming = (lists?.incoming ?? []).filter(({ id }) => id !== linkedId);
  const outgoing = lists?.outgoing ?? [];

  const accept = (request: MeetRequest) =>
    run(async () => {
      try {
        const { session_id: id } = await api.accept(request.id);
        track('request_accepted', {});
        wantsToShare.add(id);
        navigation.navigate('Session', { id });
      } catch (failure) {
        track('request_accept_failed', { code: failure instanceof ApiError ? failure.code : 'UNKNOWN' });
        throw failure;
      } finally {
        void refresh().catch(() => {});
      }
    });
  const change = (what: Promise<unknown>) =>
    run(async () => {
      await what.finally(() => void refresh().catch(() => {}));
    });
  const card = (request: MeetRequest, incoming: boolean, highlighted = false) => (
    <RequestCard
      key={request.id}
      request={request}
      incoming={incoming}
      highlighted={highlighted}
      now={now}
      busy={busy}
      onAccept={() => void accept(request)}
      onReject={() => void change(api.reject(request.id))}
      onCancel={() => void change(api.cancel(request.id))}
      onOpen={(id) => navigation.navigate('Session', { id })}
    />
  );

  return (
    <Page fromTop onRefresh={() => refresh()}>
      <Words kind="title">Requests</Words>
      <Notice text={said ?? linked.failure} />
      {linked.request && card(linked.request, linked.request.from.id !== api.userId, true)}
      <Words kind="heading">They ask you</Words>
      {incoming.map((request) => card(request, true))}
      {lists && incoming.length === 0 && (
        <Card>
          <Words color="muted">Nobody is asking right now. A request waits here for ten minutes.</Words>
        </Card>
      )}
      <Words kind="heading">You asked</Words>
      {outgoing.map((request) => card(request, false))}
      {lists && outgoing.length === 0 && (
        <Card>
          <Words color="muted">You are asking nobody. Find somebody by name on Home, or send them a link.</Words>
        </Card>
      )}
    </Page>
  );
}

/** The request a link names, as it stands. */
function useLinked(api: Api, id: string | undefined) {
  const [found, setFound] = useState<{ request: MeetRequest | null; failure: string | null }>({
    request: null,
    failure: null,
  });
  useEffect(() => {
    if (id === undefined) return;
    let gone = false;
    api
      .request(id)
      .then((request) => !gone && setFound({ request, failure: null }))
      .catch(
        (wrong: unknown) =>
          !gone &&
          setFound({
            request: null,
            failure:
              wrong instanceof ApiError && (wrong.status === 404 || wrong.status === 400)
                ? 'The request of this link does not exist, or is not for you.'
                : failureText(wrong),
          }),
      );
    return () => void (gone = true);
  }, [api, id]);
  return found;
}
