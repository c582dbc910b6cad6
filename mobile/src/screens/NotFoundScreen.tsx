import type { ScreenProps } from '../navigation/routes';
import { Page } from '../ui/Page';
import { Press } from '../ui/Press';
import { Words } from '../ui/Words';

export function NotFoundScreen({ navigation }: ScreenProps<'NotFound'>) {
  return (
    <Page>
      <Words kind="title">There is nothing here</Words>
      <Words color="muted">The link may be cut short. Ask for it again, or begin anew.</Words>
      <Press label="Go to the start" onPress={() => navigation.replace('Tabs', { screen: 'Home' })} />
    </Page>
  );
}
