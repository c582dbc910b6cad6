import { lazy, Suspense, useEffect, useState } from 'react';
import { View } from 'react-native';

import { track } from '../../analytics/events';
import type { Api } from '../../net/api';
import type { Invite } from '../../net/types';
import { share } from '../../platform/share';
import { Notice } from '../../ui/Page';
import { Press } from '../../ui/Press';
import { Words } from '../../ui/Words';
import { space } from '../../ui/theme';
import { failureText } from '../failure';

const QrCode = lazy(() => import('../../ui/QrCode'));

/** A link for one other person. */
export function InviteCard({ api, id }: { api: Api; id: string }) {
  const [invite, setInvite] = useState<Invite | null>(null);
  const [showsCode, setShowsCode] = useState(false);
  const [said, setSaid] = useState<string | null>(null);

  useEffect(() => {
    let gone = false;
    api
      .invite(id)
      .then((made) => {
        track('invite_created', {});
        if (!gone) setInvite(made);
      })
      .catch((wrong: unknown) => !gone && setSaid(failureText(wrong)));
    return () => void (gone = true);
  }, [api, id]);

  const send = async (url: string) => {
    const outcome = await share(url).catch(() => null);
    if (outcome === 'shared' || outcome === 'copied') track('invite_shared', { how: outcome });
    if (outcome === 'copied') setSaid('Copied. Paste it into a message.');
    if (outcome === null) setSaid('Copy the link below by hand.');
  };

  return (
    <View style={{ gap: space.m }}>
      <Words kind="title">Send the invite</Words>
      <Words color="muted">Whoever opens it first can join, without an account. It works once, for 15 minutes.</Words>
      <Press
        label="Send the link"
        onPress={() => invite && void send(invite.url)}
        disabled={invite === null}
        icon="send"
        testID="send-invite"
      />
      {invite && (
        <Words kind="label" color="muted" testID="invite-url">
          {invite.url}
        </Words>
      )}
      {invite &&
        (showsCode ? (
          <Suspense fallback={<Words>One moment…</Words>}>
            <QrCode text={invite.url} />
          </Suspense>
        ) : (
          <Press look="plain" label="Show a QR code" onPress={() => setShowsCode(true)} testID="show-qr" />
        ))}
      <Notice text={said} />
    </View>
  );
}
