import AsyncStorage from '@react-native-async-storage/async-storage';

import type { Units } from '../geo/format';
import { deviceUnits } from '../platform/locale';
import { Store } from './store';

export type Settings = {
  theme: 'system' | 'light' | 'dark';
  units: Units;
  analytics: boolean;
};

const KEY = 'meetup.settings';

const defaults = (): Settings => ({
  theme: 'system',
  units: deviceUnits(),
  analytics: false,
});

export const settings = new Store<Settings>(defaults());

export async function loadSettings(): Promise<void> {
  const text = await AsyncStorage.getItem(KEY).catch(() => null);
  if (text !== null) settings.set({ ...defaults(), ...(JSON.parse(text) as Partial<Settings>) });
}

export function changeSettings(change: Partial<Settings>): void {
  settings.set({ ...settings.get(), ...change });
  void AsyncStorage.setItem(KEY, JSON.stringify(settings.get())).catch(() => {});
}
