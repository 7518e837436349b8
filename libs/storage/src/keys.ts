import { DomainError } from '@pressroom/kernel';

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const EXECUTION = `${UUID}/${UUID}/\\d{1,9}-[A-Za-z0-9_-]{1,64}`;
const UPLOAD = `${UUID}/uploads/${UUID}`;
const FILE = '[a-z0-9][a-z0-9_-]{0,31}\\.[a-z0-9]{1,8}';

const KEY = new RegExp(`^(?:${EXECUTION}|${UPLOAD})/${FILE}$`);
const PREFIX = new RegExp(`^(?:${UUID}(?:/${UUID}|/uploads)?|${EXECUTION}|${UPLOAD})$`);

/**
 * A key is `<account>/<report>/<claimNo>-<token>/<format>.<ext>` for an artefact, where each execution has a folder of
 * its own so that a stale writer never touches the winner's bytes, or `<account>/uploads/<file>/<name>.<ext>` for
 * bytes that a client sent.
 */
export function isKey(text: string): boolean {
  return KEY.test(text);
}

/** @throws DomainError `broken`: a key that is none was tampered with in its row or is a bug */
export function checkKey(key: string): void {
  if (!isKey(key))
    throw new DomainError('broken', 'invalid_key', { detail: 'the stored file has no valid name' });
}

/** A prefix is one of the folders of a key, without a final slash: nothing shorter than an account goes at once. */
export function checkPrefix(prefix: string): void {
  if (!PREFIX.test(prefix)) {
    throw new DomainError('broken', 'invalid_key', { detail: 'the stored files have no valid prefix' });
  }
}
