import { useFocusEffect } from '@react-navigation/native';
import { useCallback, useState } from 'react';

import type { Api } from '../../net/api';
import type { PersonRef } from '../../net/types';
import { useDeed } from '../../state/useDeed';
import { Card, Notice } from '../../ui/Page';
import { PersonRow } from '../../ui/PersonRow';
import { Press } from '../../ui/Press';
import { Words } from '../../ui/Words';

export function BlockedPeople({ api }: { api: Api }) {
  const [people, setPeople] = useState<PersonRef[]>([]);
  const { busy, said, run } = useDeed();
  const look = useCallback(async () => setPeople(await api.blocked()), [api]);
  useFocusEffect(useCallback(() => void look().catch(() => {}), [look]));

  return (
    <Card>
      <Words kind="heading">Blocked people</Words>
      {people.length === 0 && <Words color="muted">Nobody. Block somebody in the list of people you met.</Words>}
      {people.map(({ id, display_name: name }) => (
        <PersonRow key={id} name={name} testID="blocked">
          <Press
            look="plain"
            label="Unblock"
            disabled={busy}
            onPress={() => void run(() => api.unblock(id).then(look))}
          />
        </PersonRow>
      ))}
      <Notice text={said} />
    </Card>
  );
}
