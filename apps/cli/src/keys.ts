import { newKey, writeRing } from '@pressroom/config';
import { randomBytes } from 'node:crypto';
import { command, CommandError, option } from './command';

const RINGS = ['SIGNING_KEYS', 'JWT_KEYS', 'DATA_KEYS'] as const;
/** The last three are the passwords of docker-compose.yml's own servers. */
const PHRASES = [
  'OTP_PEPPER',
  'METRICS_TOKEN',
  'POSTGRES_PASSWORD',
  'DATABASE_PASSWORD',
  'REDIS_PASSWORD',
] as const;

/**
 * `npm run keys`: fresh secrets as lines of an environment file.
 * `npm run keys -- --rotate <ring>`: the given ring with a new key at its end, which signs from now on; the old ones
 * verify until they are taken out of the front.
 */
command((args) => {
  const ring = option(args, 'rotate');
  if (ring !== undefined) {
    if (!/^[A-Za-z0-9_-]+:[A-Za-z0-9_-]+(,[A-Za-z0-9_-]+:[A-Za-z0-9_-]+)*$/.test(ring)) {
      return Promise.reject(new CommandError('--rotate takes a ring written kid:base64url,kid:base64url'));
    }
    console.log(`${ring},${writeRing([newKey()])}`);
    return Promise.resolve();
  }
  for (const name of RINGS) console.log(`${name}=${writeRing([newKey()])}`);
  for (const name of PHRASES) console.log(`${name}=${randomBytes(32).toString('base64url')}`);
  return Promise.resolve();
});
