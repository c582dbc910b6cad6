import { useState } from 'react';

import type { TabProps } from '../navigation/routes';
import { account, rename, signInAsGuest, startAccount } from '../state/account';
import { useStore } from '../state/store';
import { useDeed } from '../state/useDeed';
import { useLists } from '../state/useLists';
import { Field } from '../ui/Field';
import { Card, Mark, Notice, Page } from '../ui/Page';
import { Press } from '../ui/Press';
import { Words } from '../ui/Words';
import { PeopleMet } from './home/PeopleMet';
import { Waiting } from './home/Waiting';

const GUEST = 'Guest';

export function HomeScreen({ navigation }: TabProps<'Home'>) {
  const now = useStore(account);
  const api = now.phase === 'signed_in' ? now.api : null;
  const known = now.phase === 'signed_in' ? now.user.display_name : '';
  const [typed, setTyped] = useState<string | null>(null);
  const { busy, said, run } = useDeed();
  const { lists, refresh } = useLists(api);
  const name = typed ?? (known === GUEST ? '' : known);

  /** Signed in, and under the name in the field. */
  const beSomebody = async () => {
    if (account.get().phase === 'signed_out') await signInAsGuest(name.trim() || GUEST);
    else if (name.trim() && name.trim() !== known) await rename(name.trim());
    const signedIn = account.get();
    if (signedIn.phase !== 'signed_in') throw new Error('not signed in');
    return signedIn.api;
  };
  const meet = () =>
    run(async () => navigation.navigate('Session', { id: (await (await beSomebody()).createSession()).id }));
  const find = () =>
    run(async () => {
      await beSomebody();
      navigation.navigate('Search');
    });

  if (now.phase === 'unreachable') return <Unreachable />;
  return (
    <Page onRefresh={api ? () => refresh() : undefined}>
      <Mark />
      <Words kind="title">Find each other</Words>
      <Words color="muted">
        Share where you are with one person, live, until you meet. Nothing is kept afterwards.
      </Words>
      {api && lists && (
        <Waiting
          api={api}
          lists={lists}
          onOpen={(id) => navigation.navigate('Session', { id })}
          onIncoming={() => navigation.navigate('Requests')}
          onChange={() => void refresh().catch(() => {})}
        />
      )}
      <Card>
        <Field
          label="Your name, as the other will see it"
          value={name}
          onChange={setTyped}
          onSubmit={meet}
          maxLength={64}
          testID="name"
        />
        <Press
          label="Invite someone"
          icon="send"
          onPress={() => void meet()}
          busy={busy}
          disabled={now.phase === 'loading'}
          testID="invite-someone"
        />
        <Press
          look="plain"
          label="Find by name"
          icon="search"
          onPress={() => void find()}
          disabled={busy || now.phase === 'loading'}
          testID="find"
        />
        <Notice text={said} />
      </Card>
      {api && lists && <PeopleMet api={api} past={lists.past} onAsked={() => void refresh().catch(() => {})} />}
    </Page>
  );
}

function Unreachable() {
  return (
    <Page>
      <Mark />
      <Words kind="title">You are offline</Words>
      <Words color="muted">
        MeetUp cannot reach its server. Nothing is lost: try again when you have a connection.
      </Words>
      <Press label="Try again" onPress={() => void startAccount()} testID="try-again" />
    </Page>
  );
}
