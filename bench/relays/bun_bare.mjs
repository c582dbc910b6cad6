// Bun's own server: whatever one socket of a room sends goes to the other, neither parsed nor checked.
import { enter, leave } from './rooms.mjs';

Bun.serve({
  port: Number(process.argv[2]),
  hostname: '127.0.0.1',
  fetch(request, server) {
    const room = new URL(request.url).searchParams.get('room');
    return server.upgrade(request, { data: { room } }) ? undefined : new Response('a socket, please', { status: 426 });
  },
  websocket: {
    perMessageDeflate: false,
    open: (socket) => enter(socket.data.room, socket),
    message: (socket, message) => { socket.peer?.send(message); },
    close: (socket) => leave(socket.data.room, socket),
  },
});
