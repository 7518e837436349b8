import type { Metrics } from '@pressroom/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/**
 * Times every request. The label is the pattern of the route and never the address: that may hold anything, links that
 * are secrets too. Server-sent events last as long as somebody listens and are counted, not timed.
 */
export function measureRequests(server: FastifyInstance, metrics: Metrics): void {
  const seconds = metrics.histogram(
    'pressroom_http_request_seconds',
    'From the request to the end of its answer',
    ['method', 'route', 'status'],
  );
  const streams = metrics.counter('pressroom_http_streams_total', 'Streams of events that were listened to', [
    'route',
  ]);
  server.addHook('onResponse', (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    const route = request.routeOptions.url ?? 'none';
    if (String(reply.getHeader('content-type')).startsWith('text/event-stream')) streams.inc({ route });
    else
      seconds.observe(
        { method: request.method, route, status: String(reply.statusCode) },
        reply.elapsedTime / 1000,
      );
    done();
  });
}
