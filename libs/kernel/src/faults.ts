/**
 * Everything that can go wrong, as a closed list. A domain names its error and picks a fault;
 * the two doors translate: the api into an HTTP status, the worker into "worth another try or not".
 * A new fault is a compile error at both.
 */
export const FAULTS = [
  'malformed', // unreadable: broken JSON, encoding, multipart
  'invalid', // readable but wrong
  'unauthenticated',
  'forbidden',
  'missing', // also: belongs to another account
  'notAllowed', // the method is not for this address
  'conflict',
  'gone',
  'unsupported', // media type or encoding
  'range', // a byte range outside the file
  'limited', // a quota or rate of this caller
  'tooLarge',
  'unavailable', // a server this work needs is away
  'timeout',
  'exhausted', // memory or disk ran out
  'broken', // a bug
] as const;

export type Fault = (typeof FAULTS)[number];

/** One wrong place in an input. `pointer` is an RFC 6901 JSON Pointer into the body, or `query:name`, `path:name`, `header:name`. */
export interface Flaw {
  pointer: string;
  detail: string;
}

export interface DomainErrorOptions {
  /** Safe words for the client: no SQL, path or secret. */
  detail?: string;
  flaws?: readonly Flaw[];
  /** Seconds after which another try makes sense. */
  retryAfterSeconds?: number;
  /** Further response headers that belong to this error, such as Content-Range. */
  headers?: Readonly<Record<string, string>>;
  cause?: unknown;
}

/** The one error class of the domains. `code` is stable, lower snake case, and documented in the OpenAPI document. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly detail: string;
  readonly flaws: readonly Flaw[];
  readonly retryAfterSeconds: number | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly fault: Fault,
    readonly code: string,
    options: DomainErrorOptions = {},
  ) {
    super(options.detail ?? code, options.cause === undefined ? undefined : { cause: options.cause });
    this.detail = options.detail ?? code.replaceAll('_', ' ');
    this.flaws = options.flaws ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.headers = options.headers ?? {};
  }
}

/** A thing that is not there, or not this account's: the two look alike on purpose. */
export function missing(what: string): DomainError {
  return new DomainError('missing', 'not_found', { detail: `${what} not found` });
}

/** A readable input with wrong places. @param flaws at least one */
export function invalid(flaws: readonly Flaw[], code = 'invalid_input'): DomainError {
  const first = flaws[0];
  const detail = flaws.length === 1 && first ? first.detail : `${flaws.length} places are wrong`;
  return new DomainError('invalid', code, { detail, flaws });
}
