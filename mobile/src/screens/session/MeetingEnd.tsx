import type { LiveState } from '../../live/liveState';
import { haveMet, whyEnded } from '../../session/words';
import { Mark, Page } from '../../ui/Page';
import { Press } from '../../ui/Press';
import { Words } from '../../ui/Words';

/** What there is to say afterwards; never where it was. */
export function MeetingEnd({ state, onHome }: { state: LiveState; onHome: () => void }) {
  return (
    <Page>
      <Mark />
      <Words kind="title" testID="ended" live>
        {haveMet(state) ? 'You made it!' : 'It is over'}
      </Words>
      <Words>{whyEnded(state)}</Words>
      <Words color="muted">Nobody is sharing any more, and no place has been kept.</Words>
      <Press label="Done" onPress={onHome} testID="done" />
    </Page>
  );
}
