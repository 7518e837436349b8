import { HOUR, MINUTE } from './zone-clock';

/** Microseconds as a number of units with two decimals, half up: exact integers until the last division. */
function hundredths(micros: number, unit: number): number {
  const step = unit / 100;
  return Math.floor((micros + step / 2) / step) / 100;
}

/** Minutes, two decimals. The one place where these figures are rounded. */
export function inMinutes(micros: number): number {
  return hundredths(micros, MINUTE);
}

/** Hours, two decimals. */
export function inHours(micros: number): number {
  return hundredths(micros, HOUR);
}
