import { Radar, type MapProps } from './Radar';

/** Both people, where they are. */
export function LiveMap(props: MapProps) {
  return <Radar {...props} />;
}
