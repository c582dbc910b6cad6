const FLOOR_MS = 250;
const CAP_MS = 20_000;

/** No wait of this attempt, counted from 0, is this long or longer. */
export const ceilingMs = (attempt: number): number =>
  Math.min(CAP_MS, FLOOR_MS * 2 ** Math.min(40, Math.max(0, attempt)));

/** Full jitter: uniformly random below a ceiling that doubles, so that phones that lost one server do not all come back at once. */
export const backoffMs = (attempt: number, random: () => number = Math.random): number => ceilingMs(attempt) * random();
