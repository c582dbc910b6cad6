const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const count = (value: number, unit: string): string => `${value} ${unit}${value === 1 ? '' : 's'}`;

/** How long ago, in the largest unit that says it. */
export function formatAgo(ms: number): string {
  if (ms < MINUTE) return 'just now';
  if (ms < HOUR) return `${count(Math.floor(ms / MINUTE), 'minute')} ago`;
  if (ms < DAY) return `${count(Math.floor(ms / HOUR), 'hour')} ago`;
  return `${count(Math.floor(ms / DAY), 'day')} ago`;
}

export function formatDuration(seconds: number): string {
  if (seconds < 60) return count(Math.max(0, Math.round(seconds)), 'second');
  if (seconds < 3600) return count(Math.round(seconds / 60), 'minute');
  return `${count(Math.floor(seconds / 3600), 'hour')} ${count(Math.round((seconds % 3600) / 60), 'minute')}`;
}
