import { encodeQR } from 'qr';
import { StyleSheet, View } from 'react-native';

import { Drawing } from './Drawing';

const SIZE = 232;

/** A link for another phone's camera; dark on light in both themes, since cameras expect it. */
export default function QrCode({ text }: { text: string }) {
  const rows = encodeQR(text, 'raw', { border: 2 });
  const path = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');
  return (
    <View style={styles.paper} testID="qr">
      <Drawing path={path} size={SIZE} box={rows.length} color="#000000" label="QR code of the invite link" />
    </View>
  );
}

const styles = StyleSheet.create({
  paper: { alignSelf: 'center', padding: 8, borderRadius: 14, backgroundColor: '#ffffff' },
});
