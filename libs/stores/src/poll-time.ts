import { HOUR, MINUTE } from './zone-clock';

const SHAPE =
  /^(\d{4})-(\d{2})-(\d{2})[ Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{0,6}))? ?(?:UTC|GMT|[Zz]|([+-])(\d{2})(?::?(\d{2}))?)?$/;

const FIRST_YEAR = 1900;

/**
 * Microseconds since 1970 of `2023-01-25 18:13:22.47922 UTC`: 0 to 6 fraction digits, with or without ` UTC`, `T`, `Z` or
 * an offset; without any of them it is UTC. Null when it is no such instant of the years 1900 to 9999.
 */
export function readInstant(text: string): number | null {
  const parts = SHAPE.exec(text);
  if (parts === null) return null;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const [hour, minute, second] = [Number(parts[4]), Number(parts[5]), Number(parts[6])];
  const [ahead, ofHour] = [Number(parts[9] ?? 0), Number(parts[10] ?? 0)];
  if (year < FIRST_YEAR || hour > 23 || minute > 59 || second > 59 || ahead > 15 || ofHour > 59) return null;
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  const offset = (ahead * HOUR + ofHour * MINUTE) * (parts[8] === '-' ? -1 : 1);
  return date.getTime() * 1000 + Number((parts[7] ?? '').padEnd(6, '0')) - offset;
}

/** `2023-01-25 18:13:22.47922`: in UTC, without zeros at the end of the fraction. */
export function instantText(micros: number): string {
  const ms = Math.floor(micros / 1000);
  const fraction = String(micros - Math.floor(micros / 1_000_000) * 1_000_000).padStart(6, '0');
  const whole = new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
  const kept = fraction.replace(/0+$/, '');
  return kept === '' ? whole : `${whole}.${kept}`;
}
