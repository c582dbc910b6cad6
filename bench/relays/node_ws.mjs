// Node with the ws package: whatever one socket of a room sends goes to the other, neither parsed nor checked.
import { WebSocketServer } from 'ws';
import { enter, leave } from './rooms.mjs';

const server = new WebSocketServer({ host: '127.0.0.1', port: Number(process.argv[2]), perMessageDeflate: false });
server.on('connection', (socket, request) => {
  const room = new URL(request.url, 'http://here').searchParams.get('room');
  enter(room, socket);
  socket.on('message', (message, isBinary) => { socket.peer?.send(message, { binary: isBinary }); });
  socket.on('close', () => leave(room, socket));
  socket.on('error', () => socket.terminate());
});
