import type { Api } from '../../net/api';
import { exportData } from '../../net/exportData';
import { saveText } from '../../platform/save';
import { forgetAccount, signOut } from '../../state/account';
import { useDeed } from '../../state/useDeed';
import { Card, Notice } from '../../ui/Page';
import { Press } from '../../ui/Press';
import { Sure } from '../../ui/Sure';
import { Words } from '../../ui/Words';

/** Take it along, leave, or be forgotten. */
export function MyData({ api, guest, name }: { api: Api; guest: boolean; name: string }) {
  const { busy, said, run } = useDeed();
  const take = () =>
    run(async () => {
      await saveText('meetup-my-data.json', JSON.stringify(await exportData(api), null, 2));
      return 'Saved.';
    });
  const remove = () =>
    run(async () => {
      await api.deleteMe();
      forgetAccount();
    });

  return (
    <Card>
      <Words kind="heading">My data</Words>
      <Press look="plain" label="Save a copy" onPress={() => void take()} busy={busy} testID="export" />
      {guest ? (
        <Sure
          label={`Sign out ${name}`}
          question="A guest cannot sign in again: your name and the people you met are gone for you. Sign out?"
          yes="Sign out"
          onYes={() => void signOut()}
          testID="sign-out"
        />
      ) : (
        <Press look="quiet" label={`Sign out ${name}`} onPress={() => void signOut()} testID="sign-out" />
      )}
      <Sure
        label="Delete everything about me"
        question="This ends your meetings and removes you for good. Delete?"
        yes="Delete"
        onYes={() => void remove()}
        testID="delete-me"
      />
      <Notice text={said} />
    </Card>
  );
}
