import { DomainError } from '@pressroom/kernel';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Brackets within brackets; no body of ours needs more than a few. */
const DEEPEST = 32;
const NOT_JSON = new DomainError('malformed', 'malformed_json', {
  detail: 'the body is not JSON, or names __proto__',
});
const CHARSET = /;\s*charset\s*=\s*"?([^";\s]+)/i;

/**
 * Bodies are JSON in UTF-8 and nothing else: neither forms nor plain text, whose parsers Fastify or Nest would bring.
 * No body at all is left to the route, which knows whether it needs one.
 */
export function readJsonOnly(server: FastifyInstance): void {
  server.addHook('onRequest', hearOut);
  const parse = server.getDefaultJsonParser('error', 'error');
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      const text = textOf(request, body as Buffer);
      if (text === '') done(null, undefined);
      // It calls back, though its type promises something else.
      else void parse(request, text, (error, value) => done(error ? NOT_JSON : null, value));
    } catch (error) {
      done(error as Error);
    }
  });
}

/** Bodies that are too large are read to their end up to this size: a client that still sends does not hear the answer. */
const HEARD_OUT = 33_554_432;

function hearOut(
  { headers, raw, routeOptions }: FastifyRequest,
  _: unknown,
  done: (error?: Error) => void,
): void {
  const isUpload = headers['content-type']?.startsWith('multipart/') === true;
  const length = isUpload ? 0 : Number(headers['content-length'] ?? 0);
  if (length <= routeOptions.bodyLimit || length > HEARD_OUT) {
    done();
    return;
  }
  raw.once('end', () =>
    done(
      new DomainError('tooLarge', 'body_too_large', { detail: 'the body is larger than this address takes' }),
    ),
  );
  raw.resume();
}

function textOf({ headers }: FastifyRequest, body: Buffer): string {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw new DomainError('unsupported', 'unsupported_encoding', {
      detail: 'bodies are taken as they are, not compressed',
    });
  }
  const charset = CHARSET.exec(headers['content-type'] ?? '')?.[1];
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) {
    throw new DomainError('unsupported', 'unsupported_charset', { detail: 'JSON is taken in UTF-8' });
  }
  const text = decode(body);
  if (isDeeperThan(DEEPEST, text)) {
    throw new DomainError('malformed', 'json_too_deep', {
      detail: `brackets are nested more than ${DEEPEST} deep`,
    });
  }
  return text;
}

function decode(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new DomainError('malformed', 'malformed_text', { detail: 'the body is not UTF-8' });
  }
}

const [QUOTE, BACKSLASH] = ['"'.charCodeAt(0), '\\'.charCodeAt(0)];
const OPENING: readonly number[] = ['['.charCodeAt(0), '{'.charCodeAt(0)];
const CLOSING: readonly number[] = [']'.charCodeAt(0), '}'.charCodeAt(0)];

/**
 * Counts brackets outside of strings, in one walk: this sees bodies of strangers first, and a regular expression would
 * begin anew at each quote of a string that never ends.
 */
function isDeeperThan(most: number, text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) inString = !inString;
    else if (inString) at += code === BACKSLASH ? 1 : 0;
    else if (OPENING.includes(code)) depth += 1;
    else if (CLOSING.includes(code)) depth -= 1;
    if (depth > most) return true;
  }
  return false;
}
