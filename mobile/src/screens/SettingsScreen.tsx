import Constants from 'expo-constants';
import { useState } from 'react';

import { canChooseServer, chooseServer } from '../config/server';
import type { TabProps } from '../navigation/routes';
import { account, startAccount } from '../state/account';
import { changeSettings, settings } from '../state/settings';
import { useStore } from '../state/store';
import { useDeed } from '../state/useDeed';
import { Choice } from '../ui/Choice';
import { Field } from '../ui/Field';
import { Card, Notice, Page } from '../ui/Page';
import { Press } from '../ui/Press';
import { Toggle } from '../ui/Toggle';
import { Words } from '../ui/Words';
import { BlockedPeople } from './settings/BlockedPeople';
import { MyData } from './settings/MyData';
import { Profile } from './settings/Profile';

export function SettingsScreen(_: TabProps<'Settings'>) {
  const now = useStore(account);
  const { theme, units, analytics } = useStore(settings);
  return (
    <Page fromTop>
      <Words kind="title">Settings</Words>
      {now.phase === 'signed_in' && <Profile key={now.user.id} api={now.api} user={now.user} />}
      <Card>
        <Words kind="heading">Look</Words>
        <Choice
          label="Theme"
          value={theme}
          onChange={(value) => changeSettings({ theme: value })}
          options={[
            ['system', 'System'],
            ['light', 'Light'],
            ['dark', 'Dark'],
          ]}
        />
        <Choice
          label="Distances"
          value={units}
          onChange={(value) => changeSettings({ units: value })}
          options={[
            ['metric', 'Metres'],
            ['imperial', 'Miles'],
          ]}
        />
        <Toggle
          label="Count which features I use (sent nowhere as it comes)"
          on={analytics}
          onChange={(on) => changeSettings({ analytics: on })}
        />
      </Card>
      {now.phase === 'signed_in' && <BlockedPeople api={now.api} />}
      {now.phase === 'signed_in' && <MyData api={now.api} guest={now.guest} name={now.user.display_name} />}
      {canChooseServer && <ServerAddress />}
      <Card>
        <Words kind="heading">About</Words>
        <Words color="muted" testID="version">{`MeetUp ${Constants.expoConfig?.version ?? ''}`}</Words>
        <Words color="muted">
          Places live in memory for two minutes at most and are never written down. Map data, where a map is shown, ©
          OpenStreetMap contributors.
        </Words>
      </Card>
    </Page>
  );
}

function ServerAddress() {
  const [address, setAddress] = useState('');
  const { busy, said, run } = useDeed();
  const use = () =>
    run(async () => {
      if (!URL.canParse(address)) return 'That is no address. It begins with https://';
      await chooseServer(address);
      await startAccount();
      return 'The app speaks to that server now.';
    });
  return (
    <Card>
      <Field label="Server address" value={address} onChange={setAddress} testID="server" />
      <Press look="plain" label="Use it" onPress={() => void use()} busy={busy} />
      <Notice text={said} />
    </Card>
  );
}
