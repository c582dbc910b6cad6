// What may be asked of bench/compare.
import { parseArgs } from 'node:util';

export const usage = `usage: bench/compare [--quick] [--rounds N] [--warm S] [--seconds S] [--loads N,N] [--only NAME,NAME] [--variant NAME:ENV=V,…]
                     [--nice=N] [--no-build] [--no-write] [--check]

  --quick       one round of three seconds at 1,000 sockets, written nowhere
  --rounds N    how often each server is measured at each load, in turn (5)
  --warm S      seconds of load before each measurement (3)
  --seconds S   how long each measurement takes (10)
  --loads N,N   sockets, each sending 10 updates a second (1000,3000)
  --only A,B    only these servers, by a piece of their names
  --variant NAME[@DIR]:ENV=V,ENV=V
                MeetUp once more under that name: with these variables, or as another build of it, in DIR
  --nice=N      run servers and load at this niceness (0); below 0 needs root, and keeps other work on the machine from mattering
  --no-build    what is built already is good enough
  --no-write    print only; leave bench/RESULTS.md as it is
  --check       build the load and the floor, try the one on the other for a second, and stop`;

export function readOptions() {
  const { values } = parseArgs({
    options: {
      quick: { type: 'boolean' }, rounds: { type: 'string' }, warm: { type: 'string' }, seconds: { type: 'string' }, loads: { type: 'string' },
      only: { type: 'string' }, variant: { type: 'string', multiple: true }, nice: { type: 'string' }, 'no-build': { type: 'boolean' },
      'no-write': { type: 'boolean' }, check: { type: 'boolean' }, help: { type: 'boolean', short: 'h' },
    },
  });
  const quick = values.quick ?? false;
  return {
    help: values.help ?? false,
    check: values.check ?? false,
    rounds: Number(values.rounds ?? (quick ? 1 : 5)),
    warm: Number(values.warm ?? (quick ? 1 : 3)),
    seconds: Number(values.seconds ?? (quick ? 3 : 10)),
    loads: (values.loads ?? (quick ? '1000' : '1000,3000')).split(',').map(Number),
    only: values.only?.split(',').map((name) => name.toLowerCase()) ?? [],
    variants: (values.variant ?? []).map(readVariant),
    nice: Number(values.nice ?? 0),
    build: !values['no-build'],
    write: !quick && !values['no-write'] && !values.only,
    quick,
  };
}

function readVariant(text) {
  const colon = text.indexOf(':');
  const [name, dir] = (colon < 0 ? text : text.slice(0, colon)).split('@');
  const settings = colon < 0 ? [] : text.slice(colon + 1).split(',').filter(Boolean);
  return { name, dir, env: Object.fromEntries(settings.map((one) => [one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1)])) };
}
