import { Drawing } from './Drawing';
import { useColors, type Colors } from './theme';

const paths = {
  home: 'M3 11.5 12 4l9 7.5M6 9.5V20h12V9.5',
  people:
    'M8.5 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM2.5 20c0-3.5 2.5-6 6-6s6 2.5 6 6M16 4.5a3.2 3.2 0 0 1 0 6.2M18 14.4c2.2.9 3.5 2.9 3.5 5.6',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.5v5M9 14.5v5',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 20 20',
  send: 'M4 12 20 4l-6 16-3-6.5L4 12Z',
  pause: 'M8 5v14M16 5v14',
  play: 'M7 5v14l12-7L7 5Z',
  check: 'M4.5 12.5 10 18 19.5 6.5',
};

export type IconName = keyof typeof paths;

/** One of the app's own icons; decoration only, the words beside it say what it is. */
export function Icon({ name, color = 'ink', size = 24 }: { name: IconName; color?: keyof Colors; size?: number }) {
  return <Drawing path={paths[name]} size={size} color={useColors()[color]} line={2} />;
}
