import { getStateFromPath } from '@react-navigation/native';

import { inviteTokenOf, kindOf, linkingConfig } from '../routes';

const TOKEN = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';

/** The innermost screen a path leads to, and what it is given. */
function leadsTo(path: string) {
  let state = getStateFromPath(path, linkingConfig);
  for (;;) {
    const route = state?.routes.at(-1);
    if (!route?.state) return [route?.name, route?.params];
    state = route.state as typeof state;
  }
}

test.each([
  ['/', 'Home', undefined],
  ['/requests', 'Requests', undefined],
  ['/request/0190', 'Requests', { id: '0190' }],
  ['/settings', 'Settings', undefined],
  ['/join', 'Join', undefined],
  [`/invite/${TOKEN}`, 'Join', { token: TOKEN }],
  ['/session/0190', 'Session', { id: '0190' }],
  ['/search', 'Search', undefined],
  ['/no/such/page', 'NotFound', undefined],
])('%s leads to %s', (path, name, params) => {
  const [found, given] = leadsTo(path);
  expect(found).toBe(name);
  if (params) expect(given).toMatchObject(params);
});

test.each([
  [`https://meetup.example/join#${TOKEN}`, TOKEN],
  [`http://localhost:8000/join#${TOKEN}`, TOKEN],
  [`meetup://invite/${TOKEN}`, TOKEN],
  ['https://meetup.example/join#short', null],
  [`https://meetup.example/elsewhere#${TOKEN}`, null],
  ['meetup://session/0190', null],
])('the token of %s is %s', (link, token) => expect(inviteTokenOf(link)).toBe(token));

test.each([
  [`meetup://invite/${TOKEN}`, 'invite'],
  ['meetup://request/0190', 'request'],
  ['https://meetup.example/session/0190', 'session'],
  ['https://meetup.example/settings', null],
])('%s is a link to %s', (link, kind) => expect(kindOf(link)).toBe(kind));
