import helmet from '@fastify/helmet';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Config } from '@pressroom/config';
import { newId } from '@pressroom/kernel';
import { continueTrace, inContext, type Logger, redactUrl } from '@pressroom/platform';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { docsPolicy, isDocs } from './docs-policy';
import { readJsonOnly } from './json-body';
import { revalidate } from './revalidate';
import { answerUnparsed, answerUnroutable } from './unreadable';

const REQUEST_ID = /^[A-Za-z0-9._-]{8,64}$/;
/** Signed links travel in the path and are longer than ordinary parameters. */
const LONGEST_PARAMETER = 1100;

export function createAdapter({ http }: Config): FastifyAdapter {
  return new FastifyAdapter({
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: LONGEST_PARAMETER },
    bodyLimit: http.bodyLimitBytes,
    trustProxy: trustIn(http.trustProxy),
    genReqId: (request: { headers: Record<string, unknown> }) => {
      const given = request.headers['x-request-id'];
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : newId();
    },
    requestTimeout: 600_000,
    return503OnClosing: true,
    frameworkErrors: answerUnroutable,
    clientErrorHandler: answerUnparsed,
  });
}

/** Fastify believes nobody when it is given a bare hop count: the nearest so many are the proxies that were named. */
function trustIn(proxies: Config['http']['trustProxy']) {
  if (typeof proxies === 'number') return (_address: string, hop: number) => hop < proxies;
  return proxies === false ? false : [...proxies];
}

/** Headers, context and access log of every request; and which methods an address takes. */
export async function prepareServer(
  server: FastifyInstance,
  { publicUrl }: Config['http'],
  logger: Logger,
): Promise<(path: string) => readonly string[]> {
  await server.register(helmet, {
    global: true,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { defaultSrc: [`'none'`], frameAncestors: [`'none'`] },
    },
    crossOriginResourcePolicy: { policy: 'same-site' },
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
    hsts: { maxAge: 31_536_000, includeSubDomains: true },
  });
  server.addHook('onRequest', (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    void reply.header('x-request-id', request.id);
    const trace = request.headers['traceparent'];
    const traceparent = continueTrace(typeof trace === 'string' ? trace : undefined);
    if (isDocs(request.url)) void reply.header('content-security-policy', docsPolicy(publicUrl));
    inContext({ requestId: request.id, traceparent }, done);
  });
  readJsonOnly(server);
  revalidate(server);
  server.addHook('onResponse', (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    logger.info(
      {
        'http.request.method': request.method,
        // What a query asks for is the person's own business.
        'url.path': redactUrl(request.url.split('?', 1)[0] ?? ''),
        'http.response.status_code': reply.statusCode,
        'event.duration': Math.round(reply.elapsedTime * 1_000_000),
      },
      'request',
    );
    done();
  });
  return rememberRoutes(server);
}

function rememberRoutes(server: FastifyInstance): (path: string) => readonly string[] {
  const routes = new Map<string, { pattern: RegExp; methods: Set<string> }>();
  server.addHook('onRoute', ({ url, method }: { url: string; method: string | string[] }) => {
    if (url.includes('*')) return;
    const known = routes.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() };
    for (const each of [method].flat()) known.methods.add(each);
    routes.set(url, known);
  });
  return (path) => {
    const matching = [...routes.values()].filter(({ pattern }) => pattern.test(path));
    return [...new Set(matching.flatMap(({ methods }) => [...methods]))];
  };
}

function patternOf(url: string): RegExp {
  const source = url
    .replace(/\/$/, '')
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/:\w+/g, '[^/]+');
  return new RegExp(`^${source}/?$`);
}
