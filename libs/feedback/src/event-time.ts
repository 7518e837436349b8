/** Microseconds since 1970, a safe integer within the years taken here. */
export type Micros = number;

export const MICROS_A_SECOND = 1_000_000;

const TIME =
  /^(\d{4})-(\d{2})-(\d{2})[ Tt](\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,6}))? ?(?:[Zz]|([+-])(\d{2}):?(\d{2})?)$/;
const EARLIEST = 1900;
const LATEST = 2199;
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

function isDate(year: number, month: number, day: number): boolean {
  if (year < EARLIEST || year > LATEST) return false;
  if (day < 1 || day > (DAYS[month - 1] ?? 0)) return false;
  return month !== 2 || day < 29 || (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0));
}

/**
 * Reads `2024-07-21 03:04:55.939000+00:00`: a space or `T`, up to six decimals, any offset (`Z`, `+05`, `+0530`,
 * `+05:30`), years 1900 to 2199. Ties within a millisecond stay apart.
 * @returns null for anything else, dates that do not exist and times without an offset included
 */
export function readEventTime(text: string): Micros | null {
  const found = TIME.exec(text);
  if (found === null) return null;
  const [, year, month, day, hour, minute, second, fraction = '', sign, hours = '0', minutes = '0'] = found;
  if (!isDate(Number(year), Number(month), Number(day))) return null;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  if (Number(hours) > 23 || Number(minutes) > 59) return null;
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
  const wall = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute) - offset,
    Number(second),
  );
  return wall * 1000 + Number(fraction.padEnd(6, '0'));
}
