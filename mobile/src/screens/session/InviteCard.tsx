import { useEffect, useState } from 'react';
import { View } from 'react-native';

import type { Api } from '../../net/api';
import type { Invite } from '../../net/types';
import { share } from '../../platform/share';
import { Notice } from '../../ui/Page';
import { Press } from '../../ui/Press';
import { Words } from '../../ui/Words';
import { space } from '../../ui/theme';
import { failureText } from '../failure';

/** A link for one other person. */
export function InviteCard({ api, id }: { api: Api; id: string }) {
  const [invite, setInvite] = useState<Invite | null>(null);
  const [said, setSaid] = useState<string | null>(null);

  useEffect(() => {
    let gone = false;
    api
      .invite(id)
      .then((made) => !gone && setInvite(made))
      .catch((wrong: unknown) => !gone && setSaid(failureText(wrong)));
    return () => void (gone = true);
  }, [api, id]);

  const send = async (url: string) => {
    const outcome = await share(url).catch(() => null);
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
        testID="send-invite"
      />
      {invite && (
        <Words kind="label" color="muted" testID="invite-url">
          {invite.url}
        </Words>
      )}
      <Notice text={said} />
    </View>
  );
}
