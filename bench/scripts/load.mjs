// Runs the load against one server and answers what it measured.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { made } from './build.mjs';

export async function runLoad(server, { sockets, rate = 10, warm, seconds, nice = 0, more = [] }) {
  const args = [
    '--port', server.port, '--dialect', server.dialect, '--sockets', sockets, '--rate', rate, '--warm', warm, '--seconds', seconds, '--pid', server.pid,
    ...(server.people ? ['--people', server.people] : []), ...more,
  ].map(String);
  const child = spawn('nice', ['-n', String(nice), path.join(made, 'load'), ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const allocated = [];
  let result;
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line);
    if (said.event === 'result') result = said;
    else if (server.allocated) allocated.push(await server.allocated(server));
  }
  const [code] = await ended;
  if (code !== 0 || !result) throw new Error(`the load against ${server.name} ended with ${code}`);
  return {
    ...result,
    cpu_us: result.server_us / result.delivered_in_time,
    switches_each: result.switches / result.delivered_in_time,
    allocated_each: allocated.length === 2 ? (allocated[1] - allocated[0]) / result.delivered_in_time : null,
  };
}
