/** A reading of the device. `at` is by the device's clock. */
export type Reading = {
  lat: number;
  lon: number;
  accuracyM: number | null;
  headingDeg: number | null;
  speedMps: number | null;
  at: number;
};
export type WatchError = 'declined' | 'unavailable';
export type Watching = { onReading: (reading: Reading) => void; onError: (why: WatchError) => void };
