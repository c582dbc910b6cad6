// Figures into tables: medians over the rounds, and ratios of runs of the same round, so that what happened to a round happened to all.
import { execFileSync } from 'node:child_process';
import { cpus, release, totalmem } from 'node:os';
import { root } from './build.mjs';

export function median(values) {
  const sorted = values.filter((value) => value !== null && Number.isFinite(value)).toSorted((a, b) => a - b);
  if (sorted.length === 0) return null;
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const fixed = (value, digits) => (value === null ? '–' : value.toFixed(digits));

/** MeetUp's cost over the other's, round by round. */
function ratio(runs, name) {
  const ours = runs.filter((run) => run.name === 'MeetUp');
  const theirs = runs.filter((run) => run.name === name);
  return median(ours.map((run, round) => (theirs[round] ? run.cpu_us / theirs[round].cpu_us : null)));
}

export function table(runs, names) {
  const rows = names.map((name) => {
    const mine = runs.filter((run) => run.name === name);
    const of = (field) => median(mine.map((run) => run[field]));
    const range = mine.map((run) => run.cpu_us);
    return [
      name, `${fixed(of('cpu_us'), 1)} (${fixed(Math.min(...range), 1)}–${fixed(Math.max(...range), 1)})`, fixed(ratio(runs, name), 2),
      fixed(of('p50_us') / 1000, 2), fixed(of('p99_us') / 1000, 2), fixed(of('switches_each'), 2), fixed(of('allocated_each'), 0),
      fixed(of('rss_kb') / 1024, 0), mine.reduce((sum, run) => sum + run.lost, 0), fixed(1 / of('generator_share'), 1),
      fixed(of('late_p99_us') / 1000, 2), fixed(of('others_share'), 2),
    ];
  });
  const head = [
    'server', 'CPU µs an update (range)', 'MeetUp is × of it', 'p50 ms', 'p99 ms', 'context switches an update', 'bytes allocated an update', 'RSS MB', 'lost',
    'load headroom ×', 'load late p99 ms', 'others busy, cores',
  ];
  return [head, head.map((_, i) => (i ? '--:' : '---')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();

export function resultsPage(runs, names, options) {
  const command = `bench/compare ${process.argv.slice(2).join(' ')}`.trim();
  const loads = options.loads.map((load) => `## ${load.toLocaleString('en')} sockets, ${(load * 10).toLocaleString('en')} updates a second\n\n`
    + table(runs.filter((run) => run.load === load), names));
  const busy = median(runs.map((run) => run.others_share));
  const warning = busy < 0.2 ? '' : `\n**Other work kept ${busy.toFixed(1)} of the cores busy during these runs: no delay here says anything, and the figures of CPU little.**\n`;
  return `# What an update costs

Written by \`${command}\` on ${new Date().toISOString().slice(0, 10)}, commit ${git('rev-parse', '--short', 'HEAD')}.
Machine: ${cpus().length} × ${cpus()[0].model}, ${Math.round(totalmem() / 2 ** 30)} GB, Linux ${release()}, shared by the server and the load.
${warning}
Medians of ${options.rounds} rounds of ${options.seconds} s after ${options.warm} s of the same load; in every round all servers are measured one after the other. An update counts when it
arrived at the other person; delay is from the moment it was meant to be sent (open loop). CPU is that of the server's process, user and kernel, by \`/proc\`.
The ratio is the median of the rounds' own ratios. "Load headroom" is how many times over the load's one thread could have done its work; "late" is how far
behind its plan it sent; "others busy" is what the rest of the machine used meanwhile. Where that is much more than 0, or the load is late, delays say little
about a server, and only the ratios of CPU mean something.

${loads.join('\n\n')}
`;
}
