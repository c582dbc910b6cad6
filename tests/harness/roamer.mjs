// Run in a network of its own: sends a fix a second over one socket and says on standard output what happens to it.
// node roamer.mjs URL SESSION TOKEN
import { connect, fix } from './cluster.mjs';

const [url, sessionId, token] = process.argv.slice(2);
const one = connect(url, sessionId, token);
await one.next('session_snapshot');
console.log('in');
let sent = 0;
setInterval(() => { if (one.socket.readyState === 1) one.send('location_update', fix(Number((52.5 + sent++ / 100_000).toFixed(5)), 13.4)); }, 1_000);
console.log(`closed ${await one.closed}`);
process.exit();
