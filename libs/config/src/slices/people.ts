import { z } from 'zod';
import type { Environment } from '../environment';
import { address, whole } from '../kinds';
import { isExample } from '../secret-strength';

export interface OperatorConfig {
  email: string;
  password: string;
}

export interface GoogleConfig {
  /** Null: sign-in with Google is off. */
  clientId: string | null;
  issuers: readonly string[];
  jwksUrl: string;
}

/** Sessions and the ways in. */
export interface PeopleConfig {
  /** The first operator, made at start; null when none is asked for. */
  operator: OperatorConfig | null;
  google: GoogleConfig;
  accessSeconds: number;
  refreshIdleSeconds: number;
  refreshLifeSeconds: number;
  /** `iss` and `aud` of access tokens. */
  tokenIssuer: string;
}

const GOOGLE_ISSUERS = ['https://accounts.google.com', 'accounts.google.com'];
const GOOGLE_JWKS = 'https://www.googleapis.com/oauth2/v3/certs';

export function readPeople(environment: Environment): PeopleConfig | undefined {
  const values = environment.read({
    OPERATOR_EMAIL: z.email('must be an e-mail address').optional(),
    OPERATOR_PASSWORD: z.string().optional(),
    GOOGLE_CLIENT_ID: z.string().optional(),
    GOOGLE_ISSUER: z.string().optional(),
    GOOGLE_JWKS_URL: address(['https:', 'http:']).default(GOOGLE_JWKS),
    ACCESS_TOKEN_SECONDS: whole(1, 900, 900),
    REFRESH_IDLE_SECONDS: whole(1, 2_592_000, 604_800),
    REFRESH_LIFE_SECONDS: whole(1, 7_776_000, 2_592_000),
    TOKEN_ISSUER: z.string().default('pressroom'),
  });
  if (values === undefined) return undefined;
  if (environment.production && !values.GOOGLE_JWKS_URL.startsWith('https:')) {
    environment.fault('GOOGLE_JWKS_URL', 'must begin with https:// in production');
  }
  return {
    operator: readOperator(environment, values.OPERATOR_EMAIL, values.OPERATOR_PASSWORD),
    google: {
      clientId: values.GOOGLE_CLIENT_ID ?? null,
      issuers: values.GOOGLE_ISSUER === undefined ? GOOGLE_ISSUERS : [values.GOOGLE_ISSUER],
      jwksUrl: values.GOOGLE_JWKS_URL,
    },
    accessSeconds: values.ACCESS_TOKEN_SECONDS,
    refreshIdleSeconds: values.REFRESH_IDLE_SECONDS,
    refreshLifeSeconds: values.REFRESH_LIFE_SECONDS,
    tokenIssuer: values.TOKEN_ISSUER,
  };
}

function readOperator(
  environment: Environment,
  email: string | undefined,
  password: string | undefined,
): OperatorConfig | null {
  if (email === undefined && password === undefined) return null;
  if (email === undefined || password === undefined) {
    environment.fault('OPERATOR_EMAIL', 'and OPERATOR_PASSWORD are set together or not at all');
    return null;
  }
  if (environment.production && password.length < 15) {
    environment.fault('OPERATOR_PASSWORD', 'is shorter than 15 characters');
  } else if (environment.production && isExample(Buffer.from(password))) {
    environment.fault('OPERATOR_PASSWORD', 'looks like a value from an example');
  }
  return { email: email.toLowerCase(), password };
}
