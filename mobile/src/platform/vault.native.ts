import { deleteItemAsync, getItemAsync, setItemAsync } from 'expo-secure-store';

/** The keychain of iOS, the keystore of Android. */
export const read = (key: string): Promise<string | null> => getItemAsync(`meetup.${key}`);
export const write = (key: string, value: string): Promise<void> => setItemAsync(`meetup.${key}`, value);
export const remove = (key: string): Promise<void> => deleteItemAsync(`meetup.${key}`);
