import { Share } from 'react-native';

/** Hands a text over to whatever the person chooses to keep it with. */
export async function saveText(name: string, text: string): Promise<void> {
  await Share.share({ title: name, message: text });
}
