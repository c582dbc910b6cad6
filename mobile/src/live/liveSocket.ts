import { CloseCode } from './closeCodes';
import { decodeServer, encodeClient, type ClientFrame, type ServerFrame } from './frames';

type Handlers = { onFrame: (frame: ServerFrame) => void; onClose: (code: number) => void };

/** One WebSocket from open to close: closes exactly once, and dies by itself when no frame comes within the time to connect. */
export type LiveSocket = {
  isOpen: () => boolean;
  /** How often anything came in so far: a change is a sign of life. */
  heard: () => number;
  send: (frame: ClientFrame) => void;
  close: () => void;
  /** For a socket that is taken for dead: a browser would wait for its close for minutes. */
  abort: () => void;
};

export function openSocket(
  address: string,
  Impl: typeof WebSocket,
  connectTimeoutMs: number,
  handlers: Handlers,
): LiveSocket {
  const socket = new Impl(address);
  let heard = 0;
  let closed = false;
  const over = (code: number) => {
    if (closed) return;
    closed = true;
    clearTimeout(timeout);
    handlers.onClose(code);
  };
  const abort = () => {
    over(CloseCode.abnormal);
    socket.close();
  };
  const timeout = setTimeout(abort, connectTimeoutMs);
  socket.onmessage = (event) => {
    if (closed) return;
    heard++;
    clearTimeout(timeout);
    let frame: ServerFrame | null;
    try {
      frame = decodeServer(String(event.data));
    } catch {
      return abort();
    }
    if (frame !== null) handlers.onFrame(frame);
  };
  socket.onclose = (event) => over(event.code || CloseCode.abnormal);
  socket.onerror = () => {};
  return {
    isOpen: () => !closed && socket.readyState === 1,
    heard: () => heard,
    send: (frame) => socket.send(encodeClient(frame)),
    close: () => {
      closed = true;
      clearTimeout(timeout);
      socket.close(1000);
    },
    abort,
  };
}
