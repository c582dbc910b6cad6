// Valid things made wrong. Everything comes from one seed, so that a finding can be had again.

/** A small generator of numbers in [0, 1); mulberry32. */
export function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export const pick = (random, from) => from[Math.floor(random() * from.length)];

const strings = [
  '', ' ', '\u0000', '\u202e', '😀'.repeat(40), '\ud800', 'x'.repeat(5000), "' OR 1=1 --", '%00', '%_%', '../../etc/passwd', '<script>alert(1)</script>', '${7*7}',
  '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '2026-02-30T25:61:61Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59.9999999+14:00', 'NaN', 'null', '1e400',
];
const numbers = [0, -0, -1, 1, 90.0000001, 180, 1e-320, 1e308, -1e308, 2147483648, 9007199254740993, 0.1, 100.0001, 359.9999999];
const others = [null, true, false, [], {}, [[]], { a: { b: { c: [] } } }, [1, 'a', null]];

export const anything = (random) => pick(random, pick(random, [strings, numbers, others]));

/** The same value with one thing in it changed, left out, doubled or renamed. */
export function mutate(random, value) {
  if (value === null || typeof value !== 'object' || random() < 0.1) return anything(random);
  const names = Object.keys(value);
  if (names.length === 0) return Array.isArray(value) ? [anything(random)] : { [pick(random, ['', 'a', '__proto__', 'payload'])]: anything(random) };
  const copy = Array.isArray(value) ? [...value] : { ...value };
  const name = pick(random, names);
  switch (Math.floor(random() * 5)) {
    case 0: delete copy[name]; break;
    case 1: copy[name.toUpperCase()] = copy[name]; break;
    case 2: copy[name] = mutate(random, copy[name]); break;
    default: copy[name] = anything(random);
  }

  return copy;
}

/** The text with some characters swapped, cut, doubled or made into what JSON does not know. */
export function spoil(random, text) {
  const at = Math.floor(random() * (text.length + 1));
  switch (Math.floor(random() * 7)) {
    case 0: return text.slice(0, at);
    case 1: return text.slice(0, at) + pick(random, ['"', '{', '}', '[', ']', ',', ':', '\\', '\\ud800', '\u0000', '0x1', '//', '-', '.']) + text.slice(at);
    case 2: return text.replace(/-?\d+(\.\d+)?/, pick(random, ['NaN', 'Infinity', '01', '1.', '.5', '1e999', '-', '+1', '1e-400', `${'9'.repeat(400)}`]));
    case 3: return text + text;
    case 4: return '['.repeat(pick(random, [10, 65, 500])) + text;
    case 5: return text.replace(/"(\w+)":/, '"$1":1,"$1":');
    default: return '\ufeff' + text;
  }
}
