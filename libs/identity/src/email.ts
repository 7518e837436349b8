import { type Flaw, invalid } from '@pressroom/kernel';

const MAX_LENGTH = 254; // RFC 5321 4.5.3.1.3 leaves this much between the brackets of a path
// No quoted local parts and no address literals: nobody's address looks like that, and both invite trouble.
const EMAIL =
  /^[\p{L}\p{N}!#$%&'*+/=?^_{|}~-]+(?:\.[\p{L}\p{N}!#$%&'*+/=?^_{|}~-]+)*@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+\p{L}[\p{L}\p{N}-]{0,61}[\p{L}\p{N}]$/u;

/** The one spelling under which an address is stored and sought: trimmed, NFC, lower case. Null when it is none. */
export function normaliseEmail(text: string): string | null {
  // Cut off before the regular expression sees it, so that its work stays bounded.
  if (text.length > 2 * MAX_LENGTH) return null;
  const email = text.trim().normalize('NFC').toLowerCase();
  const local = email.indexOf('@');
  return email.length <= MAX_LENGTH && local <= 64 && EMAIL.test(email) ? email : null;
}

export const NO_EMAIL: Flaw = { pointer: '/email', detail: 'is not an e-mail address' };

/** @throws DomainError `invalid` at `/email` */
export function requireEmail(text: string): string {
  const email = normaliseEmail(text);
  if (email === null) throw invalid([NO_EMAIL]);
  return email;
}
