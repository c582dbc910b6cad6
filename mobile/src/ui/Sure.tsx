import { useState } from 'react';
import { StyleSheet, View } from 'react-native';

import { Press } from './Press';
import { Words } from './Words';
import { space } from './theme';

type Props = { label: string; question: string; yes: string; onYes: () => void; testID?: string };

/** A button for what cannot be undone: it asks once more, in place. */
export function Sure({ label, question, yes, onYes, testID }: Props) {
  const [asked, setAsked] = useState(false);
  if (!asked) return <Press look="quiet" label={label} onPress={() => setAsked(true)} testID={testID} />;
  return (
    <View style={styles.ask} role="group" aria-label={question}>
      <Words>{question}</Words>
      <View style={styles.row}>
        <Press look="plain" label="No" onPress={() => setAsked(false)} />
        <Press
          label={yes}
          testID={testID && `${testID}-yes`}
          onPress={() => {
            setAsked(false);
            onYes();
          }}
        />
      </View>
    </View>
  );
}

const styles = StyleSheet.create({
  ask: { gap: space.s },
  row: { flexDirection: 'row', gap: space.s, justifyContent: 'flex-end' },
});
