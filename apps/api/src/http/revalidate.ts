import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { createHash } from 'node:crypto';
import { isKnown } from './etag';

/** Configuration of a route whose answer may be kept by the client and is asked for again with If-None-Match. */
export const REVALIDATED = { revalidated: true } as const;

/**
 * Gives the answers of revalidated routes a strong ETag, the digest of their very bytes, and 304 to who has them. Only
 * for answers that are alike when nothing changed: what shows signed links has a weak tag of its own.
 * It saves the way to the client and nothing before it: what is right now is still asked of the rows.
 */
export function revalidate(server: FastifyInstance): void {
  server.addHook('onSend', (request: FastifyRequest, reply: FastifyReply, payload: unknown, done: Done) => {
    const { config } = request.routeOptions;
    if (!('revalidated' in config) || reply.statusCode !== 200 || typeof payload !== 'string')
      return done(null, payload);
    const etag = `"${createHash('sha256').update(payload).digest('base64url').slice(0, 22)}"`;
    void reply.header('etag', etag);
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'private, no-cache');
    if (!isKnown(request.headers['if-none-match'], etag)) return done(null, payload);
    reply.removeHeader('content-type').removeHeader('content-length');
    void reply.code(304);
    done(null, null);
  });
}

type Done = (error: null, payload: unknown) => void;
