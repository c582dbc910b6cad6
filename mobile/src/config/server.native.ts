import AsyncStorage from '@react-native-async-storage/async-storage';

const KEY = 'meetup.server';
const builtIn = (process.env.EXPO_PUBLIC_SERVER_URL ?? 'https://meetup.example').replace(/\/$/, '');

export const canChooseServer = true;

/** The one chosen in Settings, else the one the app was built for. */
export const serverAddress = async (): Promise<string> => (await AsyncStorage.getItem(KEY)) ?? builtIn;

export async function chooseServer(address: string): Promise<void> {
  await AsyncStorage.setItem(KEY, new URL(address).origin);
}
