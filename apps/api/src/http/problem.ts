import { databaseFault, sqlState } from '@pressroom/entities';
import { DomainError, type Fault, type Flaw } from '@pressroom/kernel';

/** RFC 9457. No stack, SQL, path or secret is ever in it. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  instance: string;
  requestId: string;
  errors?: readonly Flaw[];
}

/** The api's door: what each fault is in HTTP. */
const STATUS: Readonly<Record<Fault, { status: number; title: string }>> = {
  malformed: { status: 400, title: 'Unreadable request' },
  invalid: { status: 422, title: 'Invalid input' },
  unauthenticated: { status: 401, title: 'Not signed in' },
  forbidden: { status: 403, title: 'Not allowed' },
  missing: { status: 404, title: 'Not found' },
  notAllowed: { status: 405, title: 'Method not allowed' },
  conflict: { status: 409, title: 'Conflict' },
  gone: { status: 410, title: 'Gone' },
  unsupported: { status: 415, title: 'Unsupported media type' },
  range: { status: 416, title: 'Range not satisfiable' },
  limited: { status: 429, title: 'Too many requests' },
  tooLarge: { status: 413, title: 'Too large' },
  unavailable: { status: 503, title: 'Service unavailable' },
  timeout: { status: 503, title: 'Service unavailable' },
  exhausted: { status: 503, title: 'Service unavailable' },
  broken: { status: 500, title: 'Internal error' },
};

export interface ProblemAnswer {
  problem: Problem;
  headers: Record<string, string>;
  /** True when somebody should look at the log. */
  ours: boolean;
}

/** More wrong places than this are counted and not named: the answer to a body is not to be many times its size. */
const MOST_NAMED = 1000;

export function problemOf(error: unknown, instance: string, requestId: string): ProblemAnswer {
  const known = asDomainError(error);
  const { status, title } = STATUS[known.fault];
  const retryAfter = known.retryAfterSeconds ?? (status === 503 ? 1 : undefined);
  return {
    problem: {
      type: `https://pressroom.example/problems/${known.code.replaceAll('_', '-')}`,
      title,
      status,
      detail: known.detail,
      code: known.code,
      instance,
      requestId,
      ...(known.flaws.length === 0 ? {} : { errors: known.flaws.slice(0, MOST_NAMED) }),
    },
    headers: {
      // RFC 9110 15.5.2: every 401 says how one may prove who one is.
      ...(status === 401 ? { 'www-authenticate': 'Bearer realm="pressroom"' } : {}),
      ...known.headers,
      ...(retryAfter === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfter)) }),
    },
    ours: status >= 500,
  };
}

function asDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error;
  const http = fromFramework(error);
  if (http !== null) return http;
  const fault = databaseFault(error);
  if (fault === 'unavailable' || fault === 'timeout') {
    return new DomainError(fault, 'database_unavailable', {
      detail: 'the database did not answer in time',
      retryAfterSeconds: 1,
    });
  }
  if (UNSTORABLE.test(sqlState(error) ?? '')) {
    return new DomainError('invalid', 'unstorable_text', {
      detail: 'a text contains the character U+0000 or half of a surrogate pair',
    });
  }
  return new DomainError('broken', 'internal_error', { detail: 'something went wrong on our side' });
}

/** Characters that PostgreSQL refuses in text (22021) and in jsonb (22P05). Schemas find them first and say where. */
const UNSTORABLE = /^(22021|22P05)$/;

const FRAMEWORK: Readonly<Record<number, { fault: Fault; code: string; detail: string }>> = {
  400: { fault: 'malformed', code: 'malformed_request', detail: 'the request could not be read' },
  401: {
    fault: 'unauthenticated',
    code: 'sign_in_required',
    detail: 'this address needs an access token or an API key',
  },
  403: { fault: 'forbidden', code: 'forbidden', detail: 'this is not for you' },
  404: { fault: 'missing', code: 'not_found', detail: 'there is nothing at this address' },
  405: { fault: 'notAllowed', code: 'method_not_allowed', detail: 'this method is not for this address' },
  408: { fault: 'malformed', code: 'request_too_slow', detail: 'the request did not arrive in time' },
  413: { fault: 'tooLarge', code: 'body_too_large', detail: 'the body is larger than this address takes' },
  414: { fault: 'malformed', code: 'address_too_long', detail: 'the address is too long' },
  415: {
    fault: 'unsupported',
    code: 'unsupported_media_type',
    detail: 'this address takes application/json',
  },
  431: { fault: 'malformed', code: 'headers_too_large', detail: 'the headers are too large' },
};

/** Errors of Fastify (`statusCode`) and Nest (`getStatus`), in our words: theirs may quote the input. */
function fromFramework(error: unknown): DomainError | null {
  if (typeof error !== 'object' || error === null) return null;
  const status = 'statusCode' in error ? error.statusCode : 'status' in error ? error.status : undefined;
  if (typeof status !== 'number') return null;
  const known = FRAMEWORK[status];
  if (known === undefined) return null;
  return new DomainError(known.fault, known.code, { detail: known.detail });
}
