import { z } from 'zod';
import type { Environment } from '../environment';
import { address, list, onOff, whole } from '../kinds';

export interface HttpConfig {
  /** Port to listen on; 0 takes a free one. */
  port: number;
  host: string;
  /** Address under which clients reach the api, without a final slash; links are made from it. Null: from the port. */
  publicUrl: string | null;
  corsOrigins: readonly string[];
  /** Fastify's `trustProxy`: a hop count, or addresses and ranges of proxies; false trusts none. */
  trustProxy: false | number | readonly string[];
  /** Largest JSON body of the ordinary doors, in bytes. */
  bodyLimitBytes: number;
  /** Largest body of the student feedback doors, in bytes. */
  feedbackLimitBytes: number;
  /** Largest upload of the data doors, in bytes. */
  uploadLimitBytes: number;
  /** Swagger UI and the OpenAPI document are shown. */
  docs: boolean;
  /** Requests a minute of one address that carries no credentials. */
  anonymousPerMinute: number;
  /** Requests a minute of one account. */
  accountPerMinute: number;
  /** Requests a minute of one address to the ways in: sign-in, sign-up, codes, refresh. */
  signInPerMinute: number;
}

const shape = {
  PORT: whole(0, 65_535, 3000),
  HOST: z.string().optional(),
  PUBLIC_URL: address(['http:', 'https:']).optional(),
  CORS_ORIGINS: list.default([]),
  TRUST_PROXY: z.string().optional(),
  BODY_LIMIT_BYTES: whole(1024, 67_108_864, 262_144),
  FEEDBACK_LIMIT_BYTES: whole(1024, 536_870_912, 10_485_760),
  UPLOAD_LIMIT_BYTES: whole(1024, 68_719_476_736, 536_870_912),
  DOCS: onOff(true),
};

export function readHttp(environment: Environment): HttpConfig | undefined {
  const values = environment.read({ ...shape, ...paces(environment.production) });
  if (values === undefined) return undefined;
  if (environment.production && values.PUBLIC_URL === undefined) {
    environment.fault('PUBLIC_URL', 'is not set; download links are made from it');
  }
  if (values.CORS_ORIGINS.some((origin) => !isOrigin(origin))) {
    environment.fault(
      'CORS_ORIGINS',
      'must be origins such as https://app.example.org between commas, without *',
    );
  }
  return {
    port: values.PORT,
    host: values.HOST ?? (environment.production ? '0.0.0.0' : '127.0.0.1'),
    publicUrl: values.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    corsOrigins: values.CORS_ORIGINS,
    trustProxy: readTrustProxy(environment, values.TRUST_PROXY),
    bodyLimitBytes: values.BODY_LIMIT_BYTES,
    feedbackLimitBytes: values.FEEDBACK_LIMIT_BYTES,
    uploadLimitBytes: values.UPLOAD_LIMIT_BYTES,
    docs: values.DOCS,
    anonymousPerMinute: values.ANONYMOUS_PER_MINUTE,
    accountPerMinute: values.ACCOUNT_PER_MINUTE,
    signInPerMinute: values.SIGN_IN_PER_MINUTE,
  };
}

/** In development everybody comes from one address, tools and load tests too. */
function paces(production: boolean) {
  return {
    ANONYMOUS_PER_MINUTE: whole(1, 1_000_000, production ? 120 : 6000),
    ACCOUNT_PER_MINUTE: whole(1, 1_000_000, production ? 1200 : 60_000),
    SIGN_IN_PER_MINUTE: whole(1, 1_000_000, production ? 30 : 1200),
  };
}

function isOrigin(text: string): boolean {
  try {
    return new URL(text).origin === text;
  } catch {
    return false;
  }
}

const PROXY = /^[0-9a-fA-F.:]+(\/\d{1,3})?$|^(loopback|linklocal|uniquelocal)$/;

/** `true` would believe any X-Forwarded-For, so only a hop count or addresses are taken. */
function readTrustProxy(environment: Environment, text: string | undefined): HttpConfig['trustProxy'] {
  if (text === undefined || text === 'off' || text === 'false') return false;
  if (/^\d{1,2}$/.test(text)) return Number(text) === 0 ? false : Number(text);
  const proxies = text.split(',').map((part) => part.trim());
  if (proxies.every((proxy) => PROXY.test(proxy))) return proxies;
  environment.fault('TRUST_PROXY', 'must be a hop count, or addresses and ranges of proxies between commas');
  return false;
}
