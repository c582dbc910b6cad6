// bench/compare: see its usage. All servers are up at once and idle but for the one measured, so that turns are short and nobody starts cold.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildLoad, buildServers, root } from './build.mjs';
import { runLoad } from './load.mjs';
import { readOptions, usage } from './options.mjs';
import { makePeople } from './people.mjs';
import { resultsPage, table } from './report.mjs';
import { allServers, start } from './servers.mjs';

const say = (text) => process.stdout.write(`${text}\n`);
let options;

async function check() {
  buildLoad();
  const floor = await start(allServers({ variants: [], only: ['c floor'] })[0], 0);
  try {
    const result = await runLoad(floor, { sockets: 20, warm: 0, seconds: 1 });
    if (result.lost !== 0 || result.delivered < 190) throw new Error(`the load does not work: ${JSON.stringify(result)}`);
    say(`delivered ${result.delivered} of ${result.sent}`);
  } finally {
    await floor.stop();
  }
}

async function startAll(up) {
  for (const server of allServers(options)) {
    const running = await start(server, options.nice);
    if (!running) {
      say(`  ${server.name}: not installed, left out`);
      continue;
    }
    up.push(running);
    if (running.dialect === 'meetup') running.people = await makePeople(running, Math.max(...options.loads));
    say(`  ${server.name}`);
  }
}

const line = (name, one) => `  ${name}: ${one.cpu_us.toFixed(1)} µs, p99 ${(one.p99_us / 1000).toFixed(1)} ms, lost ${one.lost}, others busy ${one.others_share.toFixed(2)}`;

async function measure(up) {
  const runs = [];
  const loads = options.loads.toSorted((a, b) => b - a);
  if (!options.quick) {
    for (const server of up) await runLoad(server, { sockets: loads[0], warm: 0, seconds: 8, nice: options.nice });
    say('warm');
  }
  for (let round = 1; round <= options.rounds; round++) {
    for (const sockets of options.loads) {
      say(`round ${round} of ${options.rounds}, ${sockets} sockets`);
      // Each round begins with another server, so that nobody is always after the same neighbour.
      for (const server of [...up.slice(round % up.length), ...up.slice(0, round % up.length)]) {
        const result = await runLoad(server, { ...options, sockets });
        runs.push({ name: server.name, load: sockets, ...result });
        say(line(server.name, result));
      }
    }
  }
  return runs;
}

async function main() {
  options = readOptions();
  if (options.help) return say(usage);
  if (options.check) return check();
  if (options.build) {
    say('building');
    buildLoad();
    buildServers();
  }
  say('starting');
  const up = [];
  try {
    await startAll(up);
    const runs = await measure(up);
    const names = up.map((server) => server.name);
    for (const load of options.loads) say(`\n${table(runs.filter((run) => run.load === load), names)}`);
    if (options.write) writeFileSync(path.join(root, 'bench/RESULTS.md'), resultsPage(runs, names, options));
  } finally {
    await Promise.all(up.map((server) => server.stop()));
  }
}

try {
  await main();
} catch (wrong) {
  process.stderr.write(`compare: ${wrong.message}\n`);
  process.exitCode = 1;
}
