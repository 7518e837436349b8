import pino, { type DestinationStream, type Logger } from 'pino';
import { currentContext } from './request-context';

export type { Logger };

/** Within one part of a URL. Asked of each part once: an address may be as long as its sender likes. */
const ADDRESS = /.(?:@|%40)./i;

/** Signed links are bearer secrets in a URL; neither the token nor somebody's e-mail address ever reaches a log. */
export function redactUrl(url: string): string {
  return url
    .replace(/(\/(?:download|refused)\/)[^/?#]+/g, '$1[redacted]')
    .replace(/([?&](?:token|key|code)=)[^&#]+/gi, '$1[redacted]')
    .replace(/[^/?&=#]+/g, (part) => (ADDRESS.test(part) ? '[redacted]' : part));
}

export interface LogOptions {
  service: 'pressroom-api' | 'pressroom-worker' | 'pressroom-build';
  level: string;
  destination?: DestinationStream;
}

/**
 * One JSON object a line with the names of the Elastic Common Schema, and the ids of the work at hand.
 * Callers log ids and codes; bodies, headers, e-mails and tokens are never handed to it.
 */
export function createLogger({ service, level, destination }: LogOptions): Logger {
  return pino(
    {
      level,
      base: { 'service.name': service, 'process.pid': process.pid },
      messageKey: 'message',
      timestamp: () => `,"@timestamp":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ 'log.level': label }) },
      mixin: contextFields,
      redact: {
        paths: ['password', '*.password', 'token', '*.token', 'authorization', '*.authorization'],
        censor: '[redacted]',
      },
    },
    destination ?? pino.destination({ dest: 1, sync: false, minLength: 0 }),
  );
}

/** An error in ECS fields. The stack stays in the log and nowhere else. */
export function errorFields(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { 'error.message': String(error) };
  const code = 'code' in error && typeof error.code === 'string' ? { 'error.code': error.code } : {};
  const message = redactUrl(error.message);
  return {
    'error.type': error.name,
    'error.message': message,
    // It begins with the message.
    'error.stack_trace': error.stack?.replace(error.message, () => message),
    ...code,
  };
}

function contextFields(): Record<string, string> {
  const { requestId, accountId, reportId, traceparent } = currentContext();
  return {
    ...(requestId === undefined ? {} : { 'http.request.id': requestId }),
    ...(accountId === undefined ? {} : { 'user.id': accountId }),
    ...(reportId === undefined ? {} : { 'report.id': reportId }),
    ...(traceparent === undefined ? {} : { 'trace.id': traceparent.slice(3, 35) }),
  };
}
