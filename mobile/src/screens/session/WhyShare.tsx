import { View } from 'react-native';

import type { Trouble } from '../../session/useLive';
import { Press } from '../../ui/Press';
import { Words } from '../../ui/Words';
import { space } from '../../ui/theme';

const troubleText: Record<NonNullable<Trouble>, string> = {
  declined:
    'Your device does not share its location with MeetUp. You still see the other person; allow location for this site to be seen.',
  unavailable: 'Your device does not know where it is right now. Still trying.',
  approximate:
    'Your device gives only an approximate location, too coarse to be shown. Allow the precise one, or step outside.',
};

/** Asked before the device asks, and what to do when it says no. */
export function WhyShare({ sharing, trouble, onShare }: { sharing: boolean; trouble: Trouble; onShare: () => void }) {
  return (
    <View style={{ gap: space.m }}>
      {!sharing && (
        <>
          <Words color="muted">
            The other person sees you on their map while this page is open, and only until you meet. Your device will
            ask for your leave.
          </Words>
          <Press label="Share my location" onPress={onShare} testID="share-location" />
        </>
      )}
      <View role="status">
        {sharing && trouble && (
          <Words color="peer" testID="trouble">
            {troubleText[trouble]}
          </Words>
        )}
      </View>
    </View>
  );
}
