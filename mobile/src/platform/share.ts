import * as Clipboard from 'expo-clipboard';
import { Platform, Share } from 'react-native';

/** The link comes last, so that messengers show it whole; the words say what it does and for how long. */
export const shareText = (url: string): string =>
  `Let’s find each other: see me live on a map until we meet. The link works once, for 15 minutes. ${url}`;

export async function share(url: string): Promise<'shared' | 'copied' | 'cancelled'> {
  try {
    if (Platform.OS === 'web' && !('share' in navigator)) throw new Error('no share sheet');
    const { action } = await Share.share({ title: 'Meet me on MeetUp', message: shareText(url) });
    return action === Share.dismissedAction ? 'cancelled' : 'shared';
  } catch (failure) {
    if (failure instanceof Error && failure.name === 'AbortError') return 'cancelled';
    await Clipboard.setStringAsync(shareText(url));
    return 'copied';
  }
}
