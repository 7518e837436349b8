import { randomBytes } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { newKey, writeRing } from '@pressroom/config';
import { tempFolder } from './test-root';

export interface Surroundings {
  databaseUrl: string;
  redisUrl: string;
}

/**
 * A complete environment for `spawnApp` or `loadConfig`: own home, own files, own keys, free ports, and the times of a
 * report's life at about a tenth. Lay further variables over it.
 */
export function testEnvironment({ databaseUrl, redisUrl }: Surroundings): Record<string, string> {
  const home = tempFolder('home').path;
  const files = tempFolder('files').path;
  return {
    NODE_ENV: 'test',
    PRESSROOM_HOME: home,
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    STORAGE_URL: pathToFileURL(files).href,
    SIGNING_KEYS: writeRing([newKey()]),
    JWT_KEYS: writeRing([newKey()]),
    DATA_KEYS: writeRing([newKey()]),
    // Whole suites come from one address.
    ANONYMOUS_PER_MINUTE: '1000000',
    ACCOUNT_PER_MINUTE: '1000000',
    SIGN_IN_PER_MINUTE: '1000000',
    OTP_PEPPER: randomBytes(32).toString('base64url'),
    PORT: '0',
    WORKER_HEALTH_PORT: '0',
    WORKER_SLOTS: '2',
    WORKER_DRAIN_SECONDS: '2',
    REPORT_LIMIT_SECONDS: '20',
    REPORT_LEASE_SECONDS: '2',
    REPORT_BEAT_MS: '200',
    REPORT_SWEEP_MS: '300',
    REPORT_RING_AGAIN_SECONDS: '2',
    REPORT_RETRY_BACKOFF_SECONDS: '1,1,1',
  };
}
