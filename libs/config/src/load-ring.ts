import { Environment } from './environment';
import type { Variables } from './environment';
import { readRing } from './key-ring';
import type { RingKey, RingName } from './key-ring';
import { ConfigError } from './load-config';

/**
 * One ring alone, for a command that changes rings. Its form is judged and not its strength: a weak key may be rotated
 * away.
 * @throws ConfigError when it is not set or not well formed; no message has a key in it
 */
export function loadRing(name: RingName, variables: Variables = process.env): RingKey[] {
  return read(name, variables, 'The ring can not be read:');
}

/** A ring as the environment would carry it. @throws ConfigError */
export function parseRing(text: string): RingKey[] {
  return read('the text', { 'the text': text }, 'This is no ring:');
}

function read(name: string, variables: Variables, heading: string): RingKey[] {
  const environment = new Environment('development', variables);
  const set = environment.secret(name) !== undefined;
  if (!set && environment.faults.length === 0) environment.fault(name, 'is not set or empty');
  const ring = set ? readRing(environment, name) : [];
  if (environment.faults.length > 0) throw new ConfigError(environment.faults, heading);
  return ring;
}
