import { useEffect, useState } from 'react';
import { Platform } from 'react-native';

import { track } from '../analytics/events';
import { inviteTokenOf, type ScreenProps } from '../navigation/routes';
import { account, rename, signInAsGuest } from '../state/account';
import { useStore } from '../state/store';
import { Field } from '../ui/Field';
import { Card, Mark, Notice, Page } from '../ui/Page';
import { Press } from '../ui/Press';
import { Words } from '../ui/Words';
import { wantsToShare } from '../session/consent';
import { failureText } from './failure';

const GUEST = 'Guest';

/** Who invites, what is shared and for how long, and one button. Opening it spends nothing. */
export function JoinScreen({ navigation, route }: ScreenProps<'Join'>) {
  const now = useStore(account);
  const [token] = useState(
    () => route.params?.token ?? (Platform.OS === 'web' ? inviteTokenOf(window.location.href) : null),
  );
  const [inviter, setInviter] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const named = now.phase === 'signed_in' && now.user.display_name !== GUEST;

  useEffect(() => {
    if (token === null) return;
    if (now.phase === 'signed_out') void signInAsGuest(GUEST).catch((wrong: unknown) => setFailure(failureText(wrong)));
    if (now.phase !== 'signed_in') return;
    now.api
      .resolveInvite(token)
      .then((invite) => setInviter(invite.inviter_name))
      .catch((wrong: unknown) => setFailure(failureText(wrong)));
  }, [token, now]);

  const join = async () => {
    if (now.phase !== 'signed_in' || token === null) return;
    setBusy(true);
    try {
      if (!named && name.trim()) await rename(name.trim());
      const { session_id: id, status } = await now.api.redeemInvite(token);
      track('invite_redeemed', { again: status === 'already_joined' });
      wantsToShare.add(id);
      navigation.replace('Session', { id });
    } catch (wrong) {
      setFailure(failureText(wrong));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Page>
      <Mark />
      <Words kind="title" testID="inviter">
        {token === null
          ? 'This link is not whole'
          : inviter
            ? `${inviter} wants to meet you`
            : 'Someone wants to meet you'}
      </Words>
      {token !== null && (
        <Card>
          <Words>
            You both see where the other is, live, until you meet. It ends by itself, you can stop at any time, and no
            place is kept.
          </Words>
          {!named && (
            <Field
              label="Your name (if you like)"
              value={name}
              onChange={setName}
              onSubmit={join}
              maxLength={64}
              testID="name"
            />
          )}
          <Press
            label="Join and share my location"
            onPress={() => void join()}
            busy={busy}
            disabled={inviter === null}
            testID="join"
          />
          <Notice text={failure} />
        </Card>
      )}
      <Press look="quiet" label="Not now" onPress={() => navigation.replace('Tabs', { screen: 'Home' })} />
    </Page>
  );
}
