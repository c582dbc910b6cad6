// A line between browsers and a server that can be cut, and that can swallow everything without a word.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

export async function openLine(port) {
  const sockets = new Set();
  let target = port;
  let mute = false;
  const server = createServer((near) => {
    if (mute) near.pause();
    const far = connect(target, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ]) {
      sockets.add(one);
      one.on('data', (chunk) => mute || other.write(chunk));
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        if (!mute) other.destroy();
      });
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    leadTo: (other) => (target = other),
    /** From now on nothing comes through, and nobody is told. */
    swallow: () => (mute = true),
    /** What was swallowed stays lost; new connections work again, old ones never. */
    restore: () => (mute = false),
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
