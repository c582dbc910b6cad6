import { errorCodeOf, CloseCode, shouldReconnect } from './closeCodes';
import { backoffMs } from './backoff';
import { ServerClock } from './clock';
import { openSocket, type LiveSocket } from './liveSocket';
import { atOnce, next, start, type ConnectionEvent, type Retry } from './machine';
import { Outgoing } from './outgoing';
import { applyFrame, withOwnFix, type LiveView } from './view';
import type { ClientFrame, FixFrame, ServerFrame } from './frames';
import type { LiveDoors, LiveEnd, LiveState, TicketRefusal } from './liveState';

const HEALTHY_AFTER_MS = 30_000;
const GRACE_MS = 10_000;
const PING_INTERVAL_MS = 15_000;
const PING_DEADLINE_MS = 10_000;
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * One person's live side of a session, outside React: connects by itself, comes back by itself, ends when the session does.
 * The twin of the C# SDK's `LiveSession`: fixes are latest-wins and never replayed; every connection starts with a snapshot.
 */
export class LiveSession {
  readonly clock = new ServerClock();
  private readonly outgoing = new Outgoing();
  private readonly listeners = new Set<() => void>();
  private machine = start;
  private current: LiveState = {
    status: 'connecting',
    graceUntil: null,
    view: null,
    end: null,
    paused: false,
    lastError: null,
  };
  private socket: LiveSocket | null = null;
  private retryTimer: ReturnType<typeof setTimeout> | null = null;
  private graceTimer: ReturnType<typeof setTimeout> | null = null;
  private watchTimer: ReturnType<typeof setTimeout> | null = null;
  private pumpTimer: ReturnType<typeof setTimeout> | null = null;
  private pingSentAt: number | null = null;
  private generation = 0;

  constructor(private readonly doors: LiveDoors) {
    this.schedule(atOnce);
  }

  get state(): LiveState {
    return this.current;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Offers the newest fix; false when paused or over. */
  offer(fix: FixFrame): boolean {
    const wanted = this.outgoing.offer(fix);
    this.pump();
    return wanted;
  }

  imHere(manual: boolean): Promise<void> {
    return this.send({ type: 'im_here', payload: { manual } });
  }

  /** Holds from this call on, connected or not; a server that has not heard of it is told on the next connection. */
  pause(): void {
    this.outgoing.setPaused(true);
    this.set({ paused: true });
    if (this.machine.status === 'live') this.say({ type: 'pause_sharing' });
  }

  /** Shares again from the moment it has been sent. */
  async resume(): Promise<void> {
    await this.send({ type: 'resume_sharing' });
    this.outgoing.setPaused(false);
    this.set({ paused: false });
  }

  endSession(): Promise<void> {
    return this.send({ type: 'end_session' });
  }

  /** The network or the person came back: try now rather than later, and find out at once whether the socket still lives. */
  wake(): void {
    if (this.retryTimer !== null && this.machine.status !== 'live') this.schedule(atOnce);
    else if (this.machine.status === 'live') this.probe(2_000);
  }

  /** Leaves: closes the connection and stops. The session itself goes on without this person. */
  leave(): void {
    this.raise({ type: 'over' });
    this.listeners.clear();
  }

  private async connect(): Promise<void> {
    const generation = ++this.generation;
    const stale = () => generation !== this.generation;
    let address: string;
    try {
      address = await this.doors.address();
    } catch (refusal) {
      if (stale()) return;
      const { code, final, retryAfterMs } = refusal as TicketRefusal;
      if (final) this.raise({ type: 'over' }, { reason: null, code: code ?? null, closeCode: null, endedAt: null });
      else this.schedule(this.raise({ type: 'connect_failed', retryAfterMs }));
      return;
    }

    if (stale()) return;
    let openedAt: number | null = null;
    let lastError: string | null = null;
    this.socket = openSocket(address, this.doors.WebSocket ?? WebSocket, CONNECT_TIMEOUT_MS, {
      onFrame: (frame) => {
        if (stale()) return;
        lastError = frame.type === 'error' ? frame.payload.code : lastError;
        const first = openedAt === null && frame.type === 'session_snapshot';
        if (first) openedAt = performance.now();
        this.take(frame, first);
      },
      onClose: (closeCode) => {
        if (stale()) return;
        const end = shouldReconnect(closeCode)
          ? undefined
          : { reason: null, code: lastError ?? errorCodeOf(closeCode), closeCode, endedAt: null };
        const wasHealthy = openedAt !== null && performance.now() - openedAt >= HEALTHY_AFTER_MS;
        this.goOffline();
        this.schedule(
          this.raise(
            openedAt === null ? { type: 'connect_failed', closeCode } : { type: 'lost', closeCode, wasHealthy },
            end,
          ),
        );
      },
    });
  }

  private take(frame: ServerFrame, first: boolean): void {
    const view = applyFrame(this.current.view, frame);
    if (frame.type === 'session_snapshot') this.clock.onSnapshot(frame.payload.server_time);
    if (frame.type === 'pong' && this.pingSentAt !== null) {
      this.clock.onPong(frame.payload.server_time, performance.now() - this.pingSentAt);
      this.pingSentAt = null;
    }

    this.set({ view, ...(frame.type === 'error' && { lastError: { ...frame.payload, at: Date.now() } }) });
    if (first) this.goOnline();
    if (frame.type === 'session_snapshot') this.agreeOnPause(view);
    if (frame.type === 'token_expiring') void this.renewToken();
    if (frame.type === 'reconnect')
      this.raise({ type: 'asked_to_reconnect', afterMs: Math.max(0, frame.payload.after_ms) });
    if (frame.type === 'session_ended') {
      const { reason, ended_at: endedAt } = frame.payload;
      this.raise({ type: 'over' }, { reason, code: null, closeCode: CloseCode.normal, endedAt });
    }
  }

  /** A pause the server missed is said again; one it remembers from before holds here too. */
  private agreeOnPause(view: LiveView | null): void {
    if (view?.me.sharing === 'paused') {
      this.outgoing.setPaused(true);
      this.set({ paused: true });
    } else if (this.outgoing.isPaused && view?.status !== 'ENDED') {
      this.say({ type: 'pause_sharing' });
    }
  }

  private goOnline(): void {
    this.raise({ type: 'opened' });
    this.outgoing.goOnline();
    this.probe(PING_DEADLINE_MS);
  }

  private goOffline(): void {
    this.outgoing.goOffline();
    this.socket = null;
    this.pingSentAt = null;
    this.clear('watchTimer', 'pumpTimer');
  }

  /** Finds half-open sockets: silence is answered with a ping, and a ping without any answer ends the socket. */
  private probe(deadlineMs: number): void {
    const socket = this.socket;
    if (socket === null) return;
    const heard = socket.heard();
    this.pingSentAt = performance.now();
    this.say({ type: 'ping' });
    this.clear('watchTimer');
    this.watchTimer = setTimeout(() => {
      if (socket.heard() === heard) socket.abort();
      else this.watchTimer = setTimeout(() => this.probe(PING_DEADLINE_MS), Math.max(0, PING_INTERVAL_MS - deadlineMs));
    }, deadlineMs);
  }

  private async renewToken(): Promise<void> {
    const token = await this.doors.renewToken().catch(() => null);
    if (token !== null) this.say({ type: 'auth_refresh', payload: { token } });
  }

  private send(frame: ClientFrame): Promise<void> {
    const sent = this.outgoing.add(frame);
    this.pump();
    return sent;
  }

  /** Only means something on this connection, and nobody waits for it. */
  private say(frame: ClientFrame): void {
    this.outgoing.add(frame, true).catch(() => {});
    this.pump();
  }

  private pump(): void {
    while (this.socket?.isOpen()) {
      const next = this.outgoing.next();
      if ('control' in next) {
        this.socket.send(next.control.frame);
        this.outgoing.done(next.control);
      } else if ('fix' in next) {
        this.socket.send({ type: 'location_update', payload: next.fix });
        this.set({ view: withOwnFix(this.current.view, next.fix, this.clock.now()) });
      } else {
        if (next.waitMs !== null && this.pumpTimer === null) {
          this.pumpTimer = setTimeout(() => {
            this.pumpTimer = null;
            this.pump();
          }, next.waitMs);
        }
        return;
      }
    }
  }

  private schedule(retry: Retry | null): void {
    if (retry === null || this.machine.status === 'ended') return;
    this.clear('retryTimer');
    const waitMs = retry.minimumMs + (retry.backoffStep === null ? 0 : backoffMs(retry.backoffStep, this.doors.random));
    this.retryTimer = setTimeout(() => {
      this.retryTimer = null;
      void this.connect();
    }, waitMs);
  }

  /** Lets the machine decide, and tells whoever listens if the status changed. */
  private raise(event: ConnectionEvent, end?: LiveEnd): Retry | null {
    const before = this.machine.status;
    const { state, retry } = next(this.machine, event);
    this.machine = state;
    if (state.status === before) return retry;
    this.clear('graceTimer');
    if (state.status === 'grace') this.graceTimer = setTimeout(() => this.raise({ type: 'grace_over' }), GRACE_MS);
    if (state.status === 'ended') this.finish(end ?? { reason: null, code: null, closeCode: null, endedAt: null });
    this.set({ status: state.status, graceUntil: state.status === 'grace' ? Date.now() + GRACE_MS : null });
    return retry;
  }

  private finish(end: LiveEnd): void {
    this.generation++;
    this.outgoing.end();
    this.socket?.close();
    this.socket = null;
    this.clear('retryTimer', 'watchTimer', 'pumpTimer');
    this.set({ end });
    const endedUnseen =
      end.reason === null && (end.code === 'SESSION_NOT_ACTIVE' || end.closeCode === CloseCode.normal);
    if (endedUnseen)
      this.doors
        .learnEnd()
        .then((learnt) => this.set({ end: { ...end, ...learnt } }))
        .catch(() => {});
  }

  private clear(...names: ('retryTimer' | 'graceTimer' | 'watchTimer' | 'pumpTimer')[]): void {
    for (const name of names) {
      if (this[name] !== null) clearTimeout(this[name]);
      this[name] = null;
    }
  }

  private set(change: Partial<LiveState>): void {
    this.current = { ...this.current, ...change };
    for (const listener of [...this.listeners]) listener();
  }
}
