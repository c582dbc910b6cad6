import { useCallback, useEffect, useState } from 'react';

import type { ScreenProps } from '../navigation/routes';
import type { Session } from '../net/types';
import { account, rename, signInAsGuest, signOut, startAccount } from '../state/account';
import { useStore } from '../state/store';
import { Field } from '../ui/Field';
import { Card, Mark, Notice, Page } from '../ui/Page';
import { Press } from '../ui/Press';
import { Words } from '../ui/Words';
import { failureText } from './failure';

const GUEST = 'Guest';

export function HomeScreen({ navigation }: ScreenProps<'Home'>) {
  const now = useStore(account);
  const known = now.phase === 'signed_in' ? now.user.display_name : '';
  const [typed, setTyped] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [live, setLive] = useState<Session | null>(null);
  const name = typed ?? (known === GUEST ? '' : known);
  const api = now.phase === 'signed_in' ? now.api : null;

  const look = useCallback(() => {
    void api
      ?.activeSessions()
      .then(({ items }) => setLive(items[0] ?? null))
      .catch(() => {});
  }, [api]);
  useEffect(() => navigation.addListener('focus', look), [navigation, look]);
  useEffect(look, [look]);

  const meet = async () => {
    setBusy(true);
    setFailure(null);
    try {
      if (account.get().phase === 'signed_out') await signInAsGuest(name.trim() || GUEST);
      else if (name.trim() && name.trim() !== known) await rename(name.trim());
      const signedIn = account.get();
      if (signedIn.phase !== 'signed_in') return;
      navigation.navigate('Session', { id: (await signedIn.api.createSession()).id });
    } catch (wrong) {
      setFailure(failureText(wrong));
    } finally {
      setBusy(false);
    }
  };

  if (now.phase === 'unreachable') {
    return (
      <Page>
        <Mark />
        <Words kind="title">You are offline</Words>
        <Words color="muted">
          MeetUp cannot reach its server. Nothing is lost: try again when you have a connection.
        </Words>
        <Press label="Try again" onPress={() => void startAccount()} />
      </Page>
    );
  }

  return (
    <Page>
      <Mark />
      <Words kind="title">Find each other</Words>
      <Words color="muted">
        Share where you are with one person, live, until you meet. Nothing is kept afterwards.
      </Words>
      {live && live.status !== 'ENDED' && (
        <Card>
          <Words kind="heading">
            {live.status === 'ACTIVE' ? 'You are in the middle of a meeting' : 'Your invite is waiting'}
          </Words>
          <Press
            look="plain"
            label="Return to it"
            onPress={() => navigation.navigate('Session', { id: live.id })}
            testID="return"
          />
        </Card>
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
          onPress={() => void meet()}
          busy={busy}
          disabled={now.phase === 'loading'}
          testID="invite-someone"
        />
        <Notice text={failure} />
      </Card>
      {now.phase === 'signed_in' && (
        <Press look="quiet" label={`Sign out ${known}`} onPress={() => void signOut()} testID="sign-out" />
      )}
    </Page>
  );
}
