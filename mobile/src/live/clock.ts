/**
 * The server's time as seen from here: phones' clocks are off by minutes, and the age of a fix must not be.
 * The answer with the shortest round trip is believed, since its error is at most half of that.
 */
export class ServerClock {
  roundTripMs: number | null = null;
  private offsetMs = 0;
  private bestRoundTripMs = Infinity;

  now(): number {
    return Date.now() + this.offsetMs;
  }

  /** A new connection may go to another machine with another clock. */
  onSnapshot(serverTime: string): void {
    this.bestRoundTripMs = Infinity;
    this.offsetMs = Date.parse(serverTime) - Date.now();
  }

  onPong(serverTime: string, roundTripMs: number): void {
    this.roundTripMs = roundTripMs;
    if (roundTripMs > this.bestRoundTripMs) return;
    this.bestRoundTripMs = roundTripMs;
    this.offsetMs = Date.parse(serverTime) + roundTripMs / 2 - Date.now();
  }
}
