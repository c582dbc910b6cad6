// Two sockets to a room; each knows the other as `peer`.
const waiting = new Map();

export function enter(room, socket) {
  const peer = waiting.get(room);
  if (!peer) {
    waiting.set(room, socket);
    return;
  }
  waiting.delete(room);
  socket.peer = peer;
  peer.peer = socket;
}

export function leave(room, socket) {
  if (waiting.get(room) === socket) waiting.delete(room);
  if (socket.peer) socket.peer.peer = undefined;
  socket.peer = undefined;
}
