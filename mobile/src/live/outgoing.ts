import type { ClientFrame, FixFrame } from './frames';

type Control = { frame: ClientFrame; ofThisConnection: boolean; sent: () => void; failed: (why: Error) => void };

/** What to do next: send this control frame, send that fix, or look again after `waitMs`, if given. */
export type NextToSend = { control: Control } | { fix: FixFrame } | { waitMs: number | null };

/**
 * What waits to be sent: control frames in order, and one fix. A newer fix always takes the place of an older unsent one, one
 * handed out is never handed out again, and one offered while offline is dropped unless it is young enough.
 */
export class Outgoing {
  private readonly control: Control[] = [];
  private fix: { frame: FixFrame; offeredAt: number } | null = null;
  private lastFixAt = -Infinity;
  private online = false;
  private paused = false;
  private over = false;

  constructor(
    private readonly offlineFixLifetimeMs = 5_000,
    private readonly fixIntervalMs = 100,
    private readonly now: () => number = () => performance.now(),
  ) {}

  get isPaused(): boolean {
    return this.paused;
  }

  setPaused(paused: boolean): void {
    this.paused = paused;
    if (paused) this.fix = null;
  }

  /** False when paused or over: the fix is not wanted. */
  offer(frame: FixFrame): boolean {
    if (this.paused || this.over) return false;
    this.fix = { frame, offeredAt: this.now() };
    return true;
  }

  /** Resolves when a socket has taken it; rejects when nothing will ever be sent again. */
  add(frame: ClientFrame, ofThisConnection = false): Promise<void> {
    if (this.over) return Promise.reject(new Error('The live session is over.'));
    return new Promise((sent, failed) => this.control.push({ frame, ofThisConnection, sent, failed }));
  }

  goOnline(): void {
    this.online = true;
    if (this.fix && this.now() - this.fix.offeredAt > this.offlineFixLifetimeMs) this.fix = null;
  }

  /** The connection is gone, and with it what was only meant for it. */
  goOffline(): void {
    this.online = false;
    const gone = this.control.filter((one) => one.ofThisConnection);
    for (const one of gone) {
      this.control.splice(this.control.indexOf(one), 1);
      one.failed(new Error('The connection is gone.'));
    }
  }

  end(): void {
    this.over = true;
    this.fix = null;
    for (const one of this.control.splice(0))
      one.failed(new Error('The live session ended before this could be sent.'));
  }

  next(): NextToSend {
    if (!this.online || this.over) return { waitMs: null };
    const control = this.control[0];
    if (control) return { control };
    if (!this.fix) return { waitMs: null };
    const waitMs = this.lastFixAt + this.fixIntervalMs - this.now();
    if (waitMs > 0) return { waitMs };
    const { frame } = this.fix;
    this.fix = null;
    this.lastFixAt = this.now();
    return { fix: frame };
  }

  /** A socket took it. */
  done(control: Control): void {
    this.control.splice(this.control.indexOf(control), 1);
    control.sent();
  }
}
