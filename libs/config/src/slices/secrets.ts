import type { Environment } from '../environment';
import type { RingKey } from '../key-ring';
import { missingWords, readRing } from '../key-ring';
import { weakness } from '../secret-strength';

export interface KeysConfig {
  keys: readonly RingKey[];
}

export interface SecretsConfig {
  /** Signed download links and other signed addresses. */
  signing: KeysConfig;
  /** Access tokens. */
  tokens: KeysConfig;
  /** Encryption of what is kept for others, such as provider tokens. */
  data: KeysConfig;
  /** Mixed into the HMAC of one-time codes. */
  otpPepper: Buffer;
  /** Bearer token of /metrics; null leaves it to operators' keys. */
  metricsToken: string | null;
}

/** Reads every secret, and in production compares all of them with each other. */
export function readSecrets(environment: Environment): SecretsConfig {
  const signing = readRing(environment, 'SIGNING_KEYS');
  const tokens = readRing(environment, 'JWT_KEYS');
  const data = readRing(environment, 'DATA_KEYS');
  const pepper = readPhrase(environment, 'OTP_PEPPER', true);
  const metrics = readPhrase(environment, 'METRICS_TOKEN', false);
  if (environment.production) {
    findDuplicates(environment, [
      ...signing.map((key): NamedSecret => ['SIGNING_KEYS', key.secret]),
      ...tokens.map((key): NamedSecret => ['JWT_KEYS', key.secret]),
      ...data.map((key): NamedSecret => ['DATA_KEYS', key.secret]),
      ...(pepper === null ? [] : [['OTP_PEPPER', decoded(pepper)] as NamedSecret]),
      ...(metrics === null ? [] : [['METRICS_TOKEN', decoded(metrics)] as NamedSecret]),
    ]);
  }
  return {
    signing: { keys: signing },
    tokens: { keys: tokens },
    data: { keys: data },
    otpPepper: Buffer.from(pepper ?? ''),
    metricsToken: metrics,
  };
}

type NamedSecret = readonly [name: string, secret: Buffer];

/** A secret that is one text; its bytes are the text's own. */
function readPhrase(environment: Environment, name: string, needed: boolean): string | null {
  const known = environment.faults.length;
  const text = environment.secret(name);
  if (text === undefined) {
    if (needed && environment.faults.length === known) environment.fault(name, missingWords(environment));
    return null;
  }
  const fault = environment.production ? weakness(Buffer.from(text)) : null;
  if (fault !== null) environment.fault(name, fault);
  return text;
}

/** The bytes behind a text as `npm run keys` writes it, so that one value in two spellings is still one value. */
function decoded(text: string): Buffer {
  return /^[A-Za-z0-9_-]{43}$/.test(text) ? Buffer.from(text, 'base64url') : Buffer.from(text);
}

function findDuplicates(environment: Environment, secrets: readonly NamedSecret[]): void {
  const seen = new Map<string, string>();
  for (const [name, secret] of secrets) {
    const value = secret.toString('hex');
    const other = seen.get(value);
    if (other === undefined) seen.set(value, name);
    else
      environment.fault(name, other === name ? 'holds the same key twice' : `has the same value as ${other}`);
  }
}
