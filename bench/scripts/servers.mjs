// Everything that is compared: how it is started, how it is talked to, and how it is asked what it allocated.
import { spawn } from 'node:child_process';
import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bunProgram, made, root } from './build.mjs';

const relays = path.join(root, 'bench/relays');

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Whether something takes connections there. */
const listens = (port) => new Promise((done) => {
  const probe = connect(port, '127.0.0.1', () => done(probe.destroy() !== null));
  probe.on('error', () => done(false));
});

const fromUrl = (route, read) => async ({ port }) => read(await (await fetch(`http://127.0.0.1:${port}${route}`)).text());

function meetup({ name, dir, env }) {
  return {
    name,
    dialect: 'meetup',
    command: (port) => ['dotnet', [path.join(dir ?? path.join(made, 'meetup'), 'MeetUp.Server.dll')]],
    env: (port, data) => ({
      ASPNETCORE_ENVIRONMENT: 'Production', ASPNETCORE_URLS: `http://127.0.0.1:${port}`, MEETUP_DATA_DIR: data, DATABASE_URL: '', REDIS_URL: '',
      MEETUP__LIMITS__REST: 'off', MEETUP__AUTH__ACCESS_TOKEN_SECONDS: '86400', ...env,
    }),
    allocated: fromUrl('/api/v1/metrics', (text) => JSON.parse(text).counters.dotnet_gc_allocated_bytes_total),
  };
}

function bare(name, env) {
  return {
    name,
    dialect: 'plain',
    command: (port) => ['dotnet', [path.join(made, 'bare/BareRelay.dll')]],
    env: (port) => ({ ASPNETCORE_URLS: `http://127.0.0.1:${port}`, ...env }),
    allocated: fromUrl('/allocated', Number),
  };
}

const script = (name, program, file) => program && { name, dialect: 'plain', command: (port) => [program, [path.join(relays, file), String(port)]] };

function mosquitto() {
  return {
    name: 'mosquitto (MQTT over WebSocket, QoS 0)',
    dialect: 'mqtt',
    command: (port, data) => {
      const file = path.join(data, 'mosquitto.conf');
      // Mosquitto 2.0.11 counts no WebSocket listener as one and gives up without another, which nobody uses.
      const lines = [`listener ${port} 127.0.0.1`, 'protocol websockets', `listener 0 ${data}/socket`, 'allow_anonymous true', 'persistence false', 'log_type error',
        'set_tcp_nodelay true'];
      writeFileSync(file, `${lines.join('\n')}\n`);
      chmodSync(data, 0o777);
      return ['mosquitto', ['-c', file]];
    },
  };
}

/** What design documents of ours call tuned: no hop between threads, no spinning, a heap for one. */
const tuned = { Tuned: 'true', DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS: '1', DOTNET_ThreadPool_UnfairSemaphoreSpinLimit: '0', DOTNET_gcServer: '0', DOTNET_gcConcurrent: '0' };

export function allServers({ variants, only }) {
  const bun = bunProgram();
  return [
    meetup({ name: 'MeetUp', env: {} }),
    ...variants.map(meetup),
    bare('Kestrel bare, tuned', tuned),
    bare('Kestrel bare, default', {}),
    script('Bun validating', bun, 'bun_checked.mjs'),
    script('Bun bare', bun, 'bun_bare.mjs'),
    script('Node ws bare', process.execPath, 'node_ws.mjs'),
    mosquitto(),
    { name: 'C floor', dialect: 'plain', command: (port) => [path.join(made, 'floor'), [String(port)]] },
  ].filter((server) => server && (only.length === 0 || only.some((piece) => server.name.toLowerCase().includes(piece))));
}

/** Starts a server and waits until it listens; null when its program is not installed. */
export async function start(server, nice) {
  const data = mkdtempSync(path.join(tmpdir(), 'meetup-bench-'));
  const port = await freePort();
  const [program, args] = server.command(port, data);
  const child = spawn('nice', ['-n', String(nice), program, ...args], { cwd: data, env: { ...process.env, ...server.env?.(port, data) }, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  child.stdout.on('data', (chunk) => { text = (text + chunk).slice(-4000); });
  child.stderr.on('data', (chunk) => { text = (text + chunk).slice(-4000); });
  const ended = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGTERM');
    const killer = setTimeout(() => child.kill('SIGKILL'), 30_000);
    if (child.exitCode === null && child.signalCode === null) await ended;
    clearTimeout(killer);
    rmSync(data, { recursive: true, force: true });
  };
  for (let i = 0; !(await listens(port)); i++) {
    if (child.exitCode !== null || i > 300) {
      await stop();
      if (child.exitCode === 127) return null;
      throw new Error(`${server.name} does not start: ${text}`);
    }
    await sleep(100);
  }
  return { ...server, port, data, pid: child.pid, stop };
}
