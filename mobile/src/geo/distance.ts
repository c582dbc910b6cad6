/** A place in WGS 84 degrees, as the wire has it. */
export type Place = { lat: number; lon: number };

const EARTH_RADIUS_M = 6_371_008.8;
const rad = (degrees: number) => (degrees * Math.PI) / 180;

/** The great-circle distance in metres. */
export function distanceM(a: Place, b: Place): number {
  const halfLat = Math.sin(rad(b.lat - a.lat) / 2);
  const halfLon = Math.sin(rad(b.lon - a.lon) / 2);
  const h = halfLat ** 2 + Math.cos(rad(a.lat)) * Math.cos(rad(b.lat)) * halfLon ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** The compass course from one place to another, 0 is north. */
export function bearingDeg(from: Place, to: Place): number {
  const dLon = rad(to.lon - from.lon);
  const y = Math.sin(dLon) * Math.cos(rad(to.lat));
  const x =
    Math.cos(rad(from.lat)) * Math.sin(rad(to.lat)) - Math.sin(rad(from.lat)) * Math.cos(rad(to.lat)) * Math.cos(dLon);
  return ((Math.atan2(y, x) * 180) / Math.PI + 360) % 360;
}
