import { useEffect, useState } from 'react';

import { track } from '../analytics/events';
import type { ScreenProps } from '../navigation/routes';
import type { Api } from '../net/api';
import type { PersonRef } from '../net/types';
import { account } from '../state/account';
import { useStore } from '../state/store';
import { useDeed } from '../state/useDeed';
import { Field } from '../ui/Field';
import { Card, Notice, Page } from '../ui/Page';
import { PersonRow } from '../ui/PersonRow';
import { Press } from '../ui/Press';
import { Words } from '../ui/Words';
import { failureText } from './failure';

const WAIT_MS = 350;
const SHORTEST = 2;

export function SearchScreen({ navigation }: ScreenProps<'Search'>) {
  const now = useStore(account);
  const home = () => navigation.popTo('Tabs', { screen: 'Home' });
  return (
    <Page fromTop>
      <Words kind="title">Find somebody</Words>
      {now.phase === 'signed_in' ? (
        <Search api={now.api} onAsked={home} />
      ) : (
        <Words color="muted">Begin on Home with a name; then others can be found.</Words>
      )}
      <Press look="quiet" label="Back" onPress={home} />
    </Page>
  );
}

function Search({ api, onAsked }: { api: Api; onAsked: () => void }) {
  const [name, setName] = useState('');
  const [message, setMessage] = useState('');
  const [found, setFound] = useState<{ of: string; people: PersonRef[]; failure: string | null } | null>(null);
  const { busy, said, run } = useDeed();
  const wanted = name.trim();

  useEffect(() => {
    if (wanted.length < SHORTEST) return;
    let gone = false;
    const timer = setTimeout(() => {
      api
        .search(wanted)
        .then((people) => !gone && setFound({ of: wanted, people, failure: null }))
        .catch((wrong: unknown) => !gone && setFound({ of: wanted, people: [], failure: failureText(wrong) }));
    }, WAIT_MS);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [api, wanted]);

  const ask = (id: string) =>
    run(async () => {
      await api.ask(id, message.trim() || undefined);
      track('request_sent', {});
      onAsked();
    });
  const shown = found && wanted.length >= SHORTEST ? found : null;

  return (
    <Card>
      <Field label="Their name" value={name} onChange={setName} maxLength={64} testID="search" />
      <Field
        label="A word to go with it (if you like)"
        value={message}
        onChange={setMessage}
        maxLength={200}
        testID="message"
      />
      <Notice text={said ?? shown?.failure ?? null} />
      {shown?.people.map(({ id, display_name: display }) => (
        <PersonRow key={id} name={display} testID="found">
          <Press look="plain" label="Ask to meet" onPress={() => void ask(id)} disabled={busy} testID="ask" />
        </PersonRow>
      ))}
      {shown && !shown.failure && shown.people.length === 0 && (
        <Words color="muted">
          Nobody of that name can be found. People are found only if they want to be; an invite link always works.
        </Words>
      )}
    </Card>
  );
}
