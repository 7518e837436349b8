import { catalogue } from '@pressroom/templates';
import type { Caller } from '../access';

const RESERVED = catalogue.filter(({ reserved }) => reserved).map(({ name }) => name);

/**
 * Templates whose reports are not there for this caller: a program's key may read reports, and what it may read besides
 * its scopes say. An export of everything would say more.
 */
export function hiddenFrom({ sessionId }: Caller): readonly string[] {
  return sessionId === null ? RESERVED : [];
}
