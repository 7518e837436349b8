import { loadRing, newKey, parseRing, RING_NAMES, type RingKey, writeRing } from '@pressroom/config';
import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { command, CommandError, option } from './command';

/** The last three are the passwords of docker-compose.yml's own servers. */
const PHRASES = [
  'OTP_PEPPER',
  'METRICS_TOKEN',
  'POSTGRES_PASSWORD',
  'DATABASE_PASSWORD',
  'REDIS_PASSWORD',
] as const;

const USAGE = `usage: npm run keys                       fresh secrets as lines of an environment file
       npm run keys -- --rotate <name>   that ring (${RING_NAMES.join(', ')}), read from the environment or .env
       npm run keys -- --rotate -        a ring from the standard input`;

/**
 * `npm run keys`: fresh secrets as lines of an environment file.
 * `npm run keys -- --rotate SIGNING_KEYS`: that ring with a new key at its end, which signs from now on; the old ones
 * verify until they are taken out of the front. Keys are never arguments: those stand in lists of processes and in the
 * shell's history.
 */
command(async (args) => {
  if (args.length === 0) return printFresh();
  const named = option(args, 'rotate');
  if (named === undefined || args.length > (args[0]?.includes('=') === true ? 1 : 2))
    throw new CommandError(USAGE);
  if (named === '-') {
    console.log(rotated(parseRing((await text(process.stdin)).trim())));
    return;
  }
  const name = RING_NAMES.find((each) => each === named);
  // What was given instead of a name may be a key: it is not repeated.
  if (name === undefined)
    throw new CommandError(`--rotate takes the name of a ring, or - for the standard input\n${USAGE}`);
  console.log(`${name}=${rotated(loadRing(name))}`);
});

function printFresh(): void {
  for (const name of RING_NAMES) console.log(`${name}=${writeRing([newKey()])}`);
  for (const name of PHRASES) console.log(`${name}=${randomBytes(32).toString('base64url')}`);
}

function rotated(ring: readonly RingKey[]): string {
  return writeRing([...ring, newKey()]);
}
