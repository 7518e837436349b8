import { invalid } from '@pressroom/kernel';

/** ITU-T E.164 6.1: at most 15 digits; the shortest numbers in use have seven. */
const E164 = /^\+[1-9]\d{6,14}$/;
const LONGEST_TEXT = 40;
/** What people put between the digits. */
const BETWEEN = /[\s\-./()\u00a0\u2010-\u2015]/g;

/**
 * Numbers that cost their callers more than a call, and are rented by those whom that enriches: by how they begin.
 * International services and satellites from the list of E.164 country codes (ITU Operational Bulletin), the others
 * from the national numbering plans.
 */
const COSTLY: readonly string[] = [
  ...['800', '808', '870', '878', '881', '882', '883', '888', '979'],
  ...['1900', '1976'],
  ...['31900', '31906', '31909'],
  ...['3289', '3290', '32900', '32902', '32903'],
  ...['33892', '33897', '33899'],
  ...['34803', '34806', '34807', '34905', '34907'],
  ...['39892', '39893', '39894', '39895', '39899'],
  ...['41900', '41901', '41906'],
  ...['43900', '43901', '43930', '43931', '43939'],
  ...['4470', '4487', '449'],
  ...['49137', '49180', '49900'],
];

/** The one spelling under which a number is stored and sought, E.164. Null when it is none. */
export function normalisePhone(text: string): string | null {
  if (text.length > LONGEST_TEXT) return null;
  const phone = text.replace(BETWEEN, '');
  return E164.test(phone) ? phone : null;
}

/**
 * @param countries beginnings of numbers that messages go to; null for all
 * @throws DomainError `invalid` at `/phone`
 */
export function requirePhone(text: string, countries: readonly string[] | null): string {
  const phone = normalisePhone(text);
  if (phone === null)
    throw invalid([{ pointer: '/phone', detail: 'is not a phone number such as +12025550143' }]);
  const begins = (codes: readonly string[]) => codes.some((code) => phone.startsWith(code, 1));
  if (begins(COSTLY) || (countries !== null && !begins(countries)))
    throw invalid([{ pointer: '/phone', detail: 'is a number that no message is sent to' }]);
  return phone;
}
