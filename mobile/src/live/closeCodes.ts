/** Why the server closed a socket. The code alone tells whether to come back. */
export const CloseCode = {
  normal: 1000,
  abnormal: 1006,
  restarting: 1012,
  overloaded: 1013,
  badRequest: 4400,
  unauthenticated: 4401,
  notFound: 4404,
  slowReader: 4408,
  replaced: 4409,
  sessionEnded: 4410,
  flooding: 4429,
} as const;

const final: number[] = [
  CloseCode.normal,
  CloseCode.badRequest,
  CloseCode.unauthenticated,
  CloseCode.notFound,
  CloseCode.replaced,
  CloseCode.sessionEnded,
];

/** Whether to connect again after this code; unknown codes: yes. */
export const shouldReconnect = (code: number): boolean => !final.includes(code);

/** The server asks for less: coming back at once would make it worse. */
export const isBusy = (code: number): boolean =>
  code === CloseCode.overloaded || code === CloseCode.slowReader || code === CloseCode.flooding;

const codes: Record<number, string> = {
  [CloseCode.unauthenticated]: 'UNAUTHENTICATED',
  [CloseCode.notFound]: 'NOT_FOUND',
  [CloseCode.replaced]: 'CONNECTION_REPLACED',
  [CloseCode.sessionEnded]: 'SESSION_NOT_ACTIVE',
};

export const errorCodeOf = (closeCode: number): string | null => codes[closeCode] ?? null;
