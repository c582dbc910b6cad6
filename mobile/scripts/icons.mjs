// Draws the app's icons: the circle and the diamond of every meeting. Run after changing them; what it draws is committed.
import { Buffer } from 'node:buffer';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32, deflateSync } from 'node:zlib';

const app = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const paper = [250, 248, 245, 255];
const circle = [91, 61, 245, 255];
const diamond = [194, 55, 31, 255];
const SAMPLES = 3;

/** The colour at a point of the unit square; `scale` shrinks the figures towards the middle. */
function colorAt(x, y, scale, back) {
  const [u, v] = [(x - 0.5) / scale, (y - 0.5) / scale];
  if (Math.abs(u - 0.15) + Math.abs(v) < 0.21) return diamond;
  return Math.hypot(u + 0.13, v) < 0.19 ? circle : back;
}

function chunk(type, body) {
  const head = Buffer.concat([Buffer.from(type), body]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  sum.writeUInt32BE(crc32(head));
  return Buffer.concat([length, head, sum]);
}

function draw(file, size, scale, back = paper) {
  const rows = Buffer.alloc(size * (size * 4 + 1));
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const sum = [0, 0, 0, 0];
      for (let n = 0; n < SAMPLES * SAMPLES; n++) {
        const dx = ((n % SAMPLES) + 0.5) / SAMPLES;
        const dy = (Math.floor(n / SAMPLES) + 0.5) / SAMPLES;
        colorAt((x + dx) / size, (y + dy) / size, scale, back).forEach((value, at) => (sum[at] += value));
      }
      sum.forEach((value, at) => (rows[y * (size * 4 + 1) + 1 + x * 4 + at] = value / SAMPLES ** 2));
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))];
  mkdirSync(path.dirname(path.join(app, file)), { recursive: true });
  writeFileSync(path.join(app, file), Buffer.concat([signature, ...parts]));
}

draw('public/icons/icon-180.png', 180, 1);
draw('public/icons/icon-192.png', 192, 1);
draw('public/icons/icon-512.png', 512, 1);
draw('public/icons/maskable-512.png', 512, 0.8);
draw('assets/icon.png', 1024, 1);
draw('assets/adaptive.png', 1024, 0.66, [0, 0, 0, 0]);
