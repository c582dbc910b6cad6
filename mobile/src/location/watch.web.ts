import type { Reading, Watching } from './types';

const STILL_MS = 10_000;
const ASK_MS = 1_000;

const toReading = ({ coords, timestamp }: GeolocationPosition): Reading => ({
  lat: coords.latitude,
  lon: coords.longitude,
  accuracyM: coords.accuracy,
  headingDeg: coords.heading,
  speedMps: coords.speed,
  at: timestamp,
});

/** Starts at once and asks for leave by itself; what it returns stops it. A browser says nothing while one stands still, so it is asked. */
export function watchPosition({ onReading, onError }: Watching): () => void {
  if (!('geolocation' in navigator)) {
    onError('unavailable');
    return () => {};
  }

  const { geolocation } = navigator;
  let stopped = false;
  let last: GeolocationPosition | null = null;
  let heardAt = performance.now();
  const take = (position: GeolocationPosition) => {
    if (stopped) return;
    heardAt = performance.now();
    last = position;
    onReading(toReading(position));
  };
  // The watch goes on and has nothing new to say: the device has not moved.
  const stillThere = (error: GeolocationPositionError) => {
    if (last !== null && error.code === error.TIMEOUT && !stopped) onReading({ ...toReading(last), at: Date.now() });
  };
  const id = geolocation.watchPosition(
    take,
    (error) => onError(error.code === error.PERMISSION_DENIED ? 'declined' : 'unavailable'),
    { enableHighAccuracy: true, maximumAge: 1_000 },
  );
  const asking = setInterval(() => {
    if (performance.now() - heardAt >= STILL_MS - 500) {
      heardAt = performance.now();
      geolocation.getCurrentPosition(take, stillThere, { enableHighAccuracy: true, maximumAge: 0, timeout: ASK_MS });
    }
  }, 1_000);
  return () => {
    stopped = true;
    clearInterval(asking);
    geolocation.clearWatch(id);
  };
}
