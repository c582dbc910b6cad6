import { ApiError } from '../net/problem';

const words: Record<string, string> = {
  NETWORK: 'The server cannot be reached. Check your connection and try again.',
  INVITE_EXPIRED: 'This invite has been used or has run out. Ask for a new one.',
  SESSION_FULL: 'Two people are already meeting here.',
  RATE_LIMIT_EXCEEDED: 'That was a little fast. Wait a moment and try again.',
  REQUEST_EXPIRED: 'This request has expired. Ask again if you still want to meet.',
  REQUEST_ALREADY_PROCESSED: 'This request has been answered or taken back.',
  REQUEST_ALREADY_PENDING: 'They are asking you already: look under Requests.',
  NOT_FOUND: 'That no longer exists, or is not for you.',
  VALIDATION_FAILED: 'That name does not work. Use 1 to 64 characters.',
  UNAUTHENTICATED: 'You have been signed out. Start again.',
};

/** What a failed call means to a person. */
export function failureText(failure: unknown): string {
  const code = failure instanceof ApiError ? failure.code : '';
  return words[code] ?? 'Something went wrong. Try again in a moment.';
}
