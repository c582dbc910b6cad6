/** A refused or failed call. `code` is one of the contract's closed list, or NETWORK when nothing came back. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly retryAfterMs?: number,
    readonly fields: Record<string, string[]> = {},
  ) {
    super(code);
  }

  /** The same call may work later. */
  get isTransient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

export async function problemOf(response: Response): Promise<ApiError> {
  const seconds = Number(response.headers.get('Retry-After') ?? NaN);
  const retryAfterMs = Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined;
  const body = (await response.json().catch(() => ({}))) as { code?: string; errors?: Record<string, string[]> };
  return new ApiError(response.status, body.code ?? 'INTERNAL_ERROR', retryAfterMs, body.errors);
}
