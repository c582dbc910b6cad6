import * as Location from 'expo-location';

import type { Watching } from './types';

/** Asks for leave, then watches while the app is open; what it returns stops it, even before it has begun. */
export function watchPosition({ onReading, onError }: Watching): () => void {
  let stopped = false;
  let subscription: Location.LocationSubscription | null = null;
  const begin = async () => {
    const { granted } = await Location.requestForegroundPermissionsAsync();
    if (stopped) return;
    if (!granted) return onError('declined');
    const started = await Location.watchPositionAsync(
      { accuracy: Location.Accuracy.BestForNavigation, timeInterval: 1_000, distanceInterval: 0 },
      ({ coords, timestamp }) =>
        onReading({
          lat: coords.latitude,
          lon: coords.longitude,
          accuracyM: coords.accuracy,
          headingDeg: coords.heading,
          speedMps: coords.speed,
          at: timestamp,
        }),
    );
    if (stopped) started.remove();
    else subscription = started;
  };
  begin().catch(() => onError('unavailable'));
  return () => {
    stopped = true;
    subscription?.remove();
  };
}
