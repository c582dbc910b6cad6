import { formatCountdown } from '../../geo/format';
import type { Api } from '../../net/api';
import { useDeed } from '../../state/useDeed';
import type { Lists } from '../../state/useLists';
import { useNow } from '../../state/useNow';
import { Card, Notice } from '../../ui/Page';
import { PersonRow } from '../../ui/PersonRow';
import { Press } from '../../ui/Press';
import { Words } from '../../ui/Words';

type Props = {
  api: Api;
  lists: Lists;
  onOpen: (sessionId: string) => void;
  onIncoming: () => void;
  onChange: () => void;
};

/** What goes on now: a meeting to return to, who asks, and who has been asked. */
export function Waiting({ api, lists, onOpen, onIncoming, onChange }: Props) {
  const now = useNow();
  const { busy, said, run } = useDeed();
  const me = lists.active[0];
  const outgoing = lists.outgoing.filter(({ expires_at: expiresAt }) => Date.parse(expiresAt) > now);
  const incoming = lists.incoming.length;

  return (
    <>
      {me && me.status !== 'ENDED' && (
        <Card testID="live-banner">
          <Words kind="heading">{me.status === 'ACTIVE' ? 'A meeting is going on' : 'Your invite is waiting'}</Words>
          <Press label="Open it" onPress={() => onOpen(me.id)} testID="return" />
        </Card>
      )}
      {incoming > 0 && (
        <Card testID="incoming-banner">
          <Words kind="heading">
            {incoming === 1
              ? `${lists.incoming[0]?.from.display_name} wants to meet you`
              : `${incoming} people want to meet you`}
          </Words>
          <Press look="plain" label="See who asks" onPress={onIncoming} />
        </Card>
      )}
      {outgoing.length > 0 && (
        <Card>
          <Words kind="heading">Asked</Words>
          {outgoing.map(({ id, to, expires_at: expiresAt }) => (
            <PersonRow
              key={id}
              name={to.display_name}
              detail={`has ${formatCountdown(Date.parse(expiresAt) - now)} to answer`}
              testID="asked"
            >
              <Press
                look="quiet"
                label="Take back"
                disabled={busy}
                onPress={() => void run(() => api.cancel(id).then(onChange))}
              />
            </PersonRow>
          ))}
          <Notice text={said} />
        </Card>
      )}
    </>
  );
}
