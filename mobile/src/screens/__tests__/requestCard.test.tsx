import { fireEvent, render, screen } from '@testing-library/react-native';

import type { MeetRequest } from '../../net/types';
import { RequestCard } from '../requests/RequestCard';

const NOW = Date.parse('2026-06-01T12:00:00Z');
const request: MeetRequest = {
  id: 'one',
  status: 'PENDING',
  from: { id: 'a', display_name: 'Alice' },
  to: { id: 'b', display_name: 'Bob' },
  message: 'At the fountain?',
  created_at: '2026-06-01T11:55:00Z',
  expires_at: '2026-06-01T12:05:00Z',
};

function show(change: Partial<MeetRequest>, incoming = true) {
  const deeds = { onAccept: jest.fn(), onReject: jest.fn(), onCancel: jest.fn(), onOpen: jest.fn() };
  render(
    <RequestCard
      request={{ ...request, ...change }}
      incoming={incoming}
      highlighted={false}
      now={NOW}
      busy={false}
      {...deeds}
    />,
  );
  return deeds;
}

test('a request shows who asks, what they say and how long it waits, and can be accepted or declined', () => {
  const deeds = show({});
  screen.getByText('Alice');
  screen.getByText('“At the fountain?”');
  screen.getByText('5:00 left');
  fireEvent.press(screen.getByTestId('accept'));
  fireEvent.press(screen.getByTestId('reject'));
  expect(deeds.onAccept).toHaveBeenCalledTimes(1);
  expect(deeds.onReject).toHaveBeenCalledTimes(1);
});

test('one of my own can only be taken back', () => {
  const deeds = show({}, false);
  screen.getByText('Bob');
  expect(screen.queryByTestId('accept')).toBeNull();
  fireEvent.press(screen.getByTestId('cancel'));
  expect(deeds.onCancel).toHaveBeenCalledTimes(1);
});

test('one that ran out a moment ago says so before the server does', () => {
  show({ expires_at: '2026-06-01T11:59:59Z' });
  screen.getByText(/Expired/);
  expect(screen.queryByTestId('accept')).toBeNull();
});

test('an accepted one leads to its meeting', () => {
  const deeds = show({ status: 'ACCEPTED', session_id: 'there' });
  fireEvent.press(screen.getByText('Open the meeting'));
  expect(deeds.onOpen).toHaveBeenCalledWith('there');
});
