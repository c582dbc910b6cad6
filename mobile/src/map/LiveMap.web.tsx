import { Component, lazy, Suspense, type ReactNode } from 'react';

import { account } from '../state/account';
import { useStore } from '../state/store';
import { Radar, type MapProps } from './Radar';

const MapWeb = lazy(() => import('./MapWeb'));

/** A chunk that does not arrive, or a browser that cannot draw a map, leaves the drawn grid. */
class OrElse extends Component<{ otherwise: ReactNode; children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override render() {
    return this.state.broken ? this.props.otherwise : this.props.children;
  }
}

/** Both people, where they are: on a map where the server names one, on a drawn grid until it is loaded and everywhere else. */
export function LiveMap(props: MapProps) {
  const now = useStore(account);
  const styleUrl = now.phase === 'signed_in' ? now.config.mapStyleUrl : null;
  const grid = <Radar {...props} />;
  if (styleUrl === null) return grid;
  return (
    <OrElse otherwise={grid}>
      <Suspense fallback={grid}>
        <MapWeb {...props} styleUrl={styleUrl} />
      </Suspense>
    </OrElse>
  );
}
