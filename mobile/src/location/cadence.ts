import { distanceM } from '../geo/distance';
import type { FixFrame } from '../live/frames';
import type { Reading } from './types';

/** What the server takes; a coarser reading names a district, not a place. */
export const MAX_ACCURACY_M = 100;
const MOVING_MS = 600;
const STILL_MS = 10_000;
const STEP_M = 3;
/** Past this the two clocks are different ones, and the reading is as good as new. */
const BELIEVABLE_AGE_MS = 60_000;

/** Which readings are sent, and as what: one or two a second while moving, one in ten seconds while still, times by the server's clock. */
export class Cadence {
  private last: { fix: FixFrame; at: number; sentAt: number } | null = null;

  /** After a pause the first reading counts, wherever it is. */
  begin(): void {
    if (this.last) this.last.sentAt = -Infinity;
  }

  next(reading: Reading, now: number, serverNow: number): FixFrame | null {
    if (reading.accuracyM === null || reading.accuracyM > MAX_ACCURACY_M) return null;
    const since = this.last ? now - this.last.sentAt : Infinity;
    const moved = this.last ? distanceM(this.last.fix, reading) >= STEP_M : true;
    if (since < (moved ? MOVING_MS : STILL_MS - 500)) return null;
    const age = now - reading.at;
    let at = serverNow - (age >= 0 && age <= BELIEVABLE_AGE_MS ? age : 0);
    if (this.last && at <= this.last.at) at = Math.max(serverNow, this.last.at + 1);
    const fix = toFix(reading, at);
    this.last = { fix, at, sentAt: now };
    return fix;
  }
}

function toFix({ lat, lon, accuracyM, headingDeg, speedMps }: Reading, at: number): FixFrame {
  return {
    lat,
    lon,
    accuracy_m: Math.max(0.1, accuracyM ?? MAX_ACCURACY_M),
    timestamp: new Date(at).toISOString(),
    ...(headingDeg !== null && headingDeg >= 0 && headingDeg < 360 && { heading_deg: headingDeg }),
    ...(speedMps !== null && speedMps >= 0 && { speed_mps: speedMps }),
  };
}
