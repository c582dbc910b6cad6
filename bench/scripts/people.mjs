// People for MeetUp: guests, two to a session, made once over its API and written where the load reads them.
import { writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import path from 'node:path';

const AT_ONCE = 32;
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

function post(port, route, token, body) {
  const text = body === undefined ? '' : JSON.stringify(body);
  return new Promise((done, fail) => {
    const call = request({
      agent, port, host: '127.0.0.1', method: 'POST', path: `/api/v1${route}`,
      headers: { 'Content-Length': text.length, ...(text && { 'Content-Type': 'application/json' }), ...(token && { Authorization: `Bearer ${token}` }) },
    }, (answer) => {
      let heard = '';
      answer.on('data', (chunk) => { heard += chunk; });
      answer.on('end', () => (answer.statusCode < 300 ? done(JSON.parse(heard || 'null')) : fail(new Error(`${route}: ${answer.statusCode} ${heard}`))));
    });
    call.on('error', fail);
    call.end(text);
  });
}

async function makePair(port) {
  const [alice, bob] = await Promise.all(['Alice', 'Bob'].map((name) => post(port, '/auth/guest', null, { display_name: name })));
  const { id } = await post(port, '/sessions', alice.access_token, {});
  const { invite_token: token } = await post(port, `/sessions/${id}/invites`, alice.access_token);
  await post(port, '/invite/redeem', bob.access_token, { token });
  return `${id} ${alice.access_token}\n${id} ${bob.access_token}\n`;
}

/** Answers the file of so many people, a line each. */
export async function makePeople({ port, data }, count) {
  const lines = [];
  let left = Math.ceil(count / 2);
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    while (left-- > 0) lines.push(await makePair(port));
  }));
  const file = path.join(data, 'people.txt');
  writeFileSync(file, lines.join(''));
  return file;
}
