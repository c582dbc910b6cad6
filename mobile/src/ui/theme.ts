import { useColorScheme } from 'react-native';

import { settings } from '../state/settings';
import { useStore } from '../state/store';

const light = {
  background: '#faf8f5',
  surface: '#ffffff',
  ink: '#1a1530',
  muted: '#5e5873',
  line: '#8f889f',
  me: '#5b3df5',
  onMe: '#ffffff',
  peer: '#c2371f',
  good: '#0b6b4b',
  sunken: '#ece7f7',
  grid: '#e3ddd2',
};
const dark: typeof light = {
  background: '#121019',
  surface: '#1f1b2c',
  ink: '#f4f1fa',
  muted: '#b6afc9',
  line: '#7d7691',
  me: '#a594ff',
  onMe: '#140c38',
  peer: '#ff9279',
  good: '#5fd6a6',
  sunken: '#2d2740',
  grid: '#2b263a',
};

export type Colors = typeof light;
export const space = { xs: 4, s: 8, m: 16, l: 24, xl: 32 } as const;
export const radius = { m: 14, l: 24 } as const;
/** The smallest thing a finger can be asked to hit. */
export const target = 48;

export function useDark(): boolean {
  const { theme } = useStore(settings);
  const system = useColorScheme();
  return theme === 'system' ? system === 'dark' : theme === 'dark';
}

export const useColors = (): Colors => (useDark() ? dark : light);
