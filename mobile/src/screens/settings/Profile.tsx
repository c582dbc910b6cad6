import { useEffect, useState } from 'react';

import type { Api } from '../../net/api';
import type { PersonRef } from '../../net/types';
import { rename } from '../../state/account';
import { useDeed } from '../../state/useDeed';
import { Field } from '../../ui/Field';
import { Card, Notice } from '../../ui/Page';
import { Press } from '../../ui/Press';
import { Toggle } from '../../ui/Toggle';
import { Words } from '../../ui/Words';

/** What others see of this person. */
export function Profile({ api, user }: { api: Api; user: PersonRef }) {
  const [name, setName] = useState(user.display_name);
  const [discoverable, setDiscoverable] = useState<boolean | null>(null);
  const { busy, said, run } = useDeed();

  useEffect(() => {
    let gone = false;
    api
      .me()
      .then((me) => !gone && setDiscoverable(me.discoverable))
      .catch(() => {});
    return () => void (gone = true);
  }, [api]);

  const save = () =>
    run(async () => {
      await rename(name.trim());
      return 'Saved.';
    });
  const discover = (on: boolean) =>
    run(async () => {
      setDiscoverable(on);
      try {
        await api.updateMe({ discoverable: on });
      } catch (failure) {
        setDiscoverable(!on);
        throw failure;
      }
    });

  return (
    <Card>
      <Words kind="heading">You</Words>
      <Field label="Your name" value={name} onChange={setName} onSubmit={save} maxLength={64} testID="my-name" />
      <Press
        look="plain"
        label="Save the name"
        onPress={() => void save()}
        busy={busy}
        disabled={name.trim() === '' || name.trim() === user.display_name}
        testID="save-name"
      />
      {discoverable !== null && (
        <Toggle
          label="Others can find me by name"
          on={discoverable}
          onChange={(on) => void discover(on)}
          testID="discoverable"
        />
      )}
      <Notice text={said} />
    </Card>
  );
}
