// A cluster of scripts/cluster.sh of a test's own, and people on it.
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import WebSocket from 'ws';
import { call, root, until } from './server.mjs';

const run = promisify(execFile);

/** Starts one; `url` is nginx, `at(n)` an instance itself, `sh(…)` any other command of the script. */
export async function startCluster(instances = 3, settings = {}) {
  // Not a private directory: PostgreSQL runs as a user of its own.
  const home = path.join(tmpdir(), `meetup-cluster-test-${process.pid}-${Date.now()}`);
  const env = { ...process.env, MEETUP_CLUSTER: home, MEETUP_CLUSTER_BUILD: 'no', MEETUP__LIMITS__REST: 'off', ...settings };
  const sh = async (...words) => (await run(path.join(root, 'scripts/cluster.sh'), words, { env })).stdout.trim();
  const status = async () => Object.fromEntries((await sh('status')).split('\n').map((line) => {
    const [name, address, pid] = line.split(' ');
    return [name, { url: `http://${address}`, address, pid: pid === 'stopped' ? null : Number(pid) }];
  }));
  const url = await sh('up', String(instances));
  const parts = await status();
  const down = () => sh('down');
  return { url, home, sh, status, parts, down, instances: Array.from({ length: instances }, (_, at) => `instance-${at + 1}`), at: (n) => parts[`instance-${n}`].url };
}

/** Which instances have sockets open, by what they say of themselves. */
export async function socketsOf(cluster) {
  const counts = {};
  for (const name of cluster.instances) {
    const { body } = await call(cluster.parts[name].url, 'GET', '/metrics').catch(() => ({ body: null }));
    counts[name] = body?.gauges?.meetup_connections_open ?? 0;
  }
  return counts;
}

export const fix = (lat, lon, age = 0) => ({ lat, lon, accuracy_m: 5, timestamp: new Date(Date.now() - age).toISOString() });

/** Someone's socket, whose frames can be awaited; those before the wanted one stay in `frames`. */
export function connect(url, sessionId, token, localAddress = undefined) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/v1/ws/meetup?session_id=${sessionId}`, { headers: { Authorization: `Bearer ${token}` }, localAddress });
  const frames = [];
  socket.on('message', (data) => frames.push({ at: Date.now(), ...JSON.parse(data) }));
  socket.on('error', () => { /* Told by the close. */ });
  const one = {
    socket,
    frames,
    code: undefined,
    closed: new Promise((resolve) => { socket.on('close', (code) => { one.code = code; resolve(code); }); }),
    send: (type, payload) => socket.send(JSON.stringify({ type, payload })),
    all: (type) => frames.filter((frame) => frame.type === type).map((frame) => frame.payload),
    next: async (type, where = () => true, ms = 20_000) => {
      let found;
      await until(() => {
        found = frames.find((frame) => frame.type === type && where(frame.payload));
        if (!found && one.code !== undefined) throw new Error(`closed with ${one.code} before ${type}; got ${frames.map((frame) => frame.type)}`);
        return found;
      }, `${type} comes; got ${frames.map((frame) => frame.type)}`, ms);
      return found.payload;
    },
  };
  return one;
}
