import type { FastifyReply } from 'fastify';

/** Headers that the hooks have set already: a hijacked reply does not write them by itself. */
export function headersSoFar(reply: FastifyReply): Record<string, string> {
  const headers = Object.entries(reply.getHeaders()) as [string, unknown][];
  return Object.fromEntries(headers.map(([name, value]) => [name, String(value)]));
}
