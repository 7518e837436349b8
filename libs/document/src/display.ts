import { fixedDecimal, groupThousands, isDecimalText } from './decimal';
import { instantIn } from './instant';
import type { CellValue, Format } from './values';

/** Shown for numbers that are none: NaN and the infinities. */
export const NOT_A_NUMBER = '–';

/**
 * The one place where a value becomes text for people, and the only rounding of the text formats.
 *
 * Numbers: fixed decimals, half away from zero on the written digits (1.005 → `1.01`), English separators: a comma
 * between thousands, a point before decimals, `-` before negatives, never `-0`. Percent multiplies the share by 100
 * exactly and adds ` %`. Numbers under `text` and `id` keep their shortest writing, without separators.
 * Dates `YYYY-MM-DD`; instants `YYYY-MM-DD HH:MM` (`:SS` when the format asks) in their zone; times `HH:MM`, the end
 * of a day being `24:00`; durations `H:MM:SS`; booleans `yes` and `no`. Null is empty; NaN and infinities are `–`.
 * A value of another kind than its format is shown as it is, never coerced.
 */
export function display(value: CellValue, format: Format): string {
  if (value === null) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? displayNumber(value, format) : NOT_A_NUMBER;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return displayText(value, format);
  return displayDate(value, format);
}

function displayNumber(value: number, format: Format): string {
  switch (format.kind) {
    case 'integer':
      return groupThousands(fixedDecimal(value, 0) ?? NOT_A_NUMBER);
    case 'decimal':
      return groupThousands(fixedDecimal(value, format.digits) ?? NOT_A_NUMBER);
    case 'percent':
      return `${groupThousands(fixedDecimal(value, format.digits, 2) ?? NOT_A_NUMBER)} %`;
    case 'time':
      return clockTime(value);
    case 'duration':
      return clockDuration(value);
    case 'text':
    case 'id':
    case 'date':
    case 'instant':
    case 'boolean':
      return String(value === 0 ? 0 : value);
  }
}

/** Exact decimals travel as text: a numeric format rounds them without a detour through a float. */
function displayText(value: string, format: Format): string {
  if (format.kind !== 'integer' && format.kind !== 'decimal' && format.kind !== 'percent') return value;
  if (!isDecimalText(value)) return value;
  const digits = format.kind === 'integer' ? 0 : format.digits;
  const text = groupThousands(fixedDecimal(value, digits, format.kind === 'percent' ? 2 : 0) ?? value);
  return format.kind === 'percent' ? `${text} %` : text;
}

function displayDate(value: Date, format: Format): string {
  if (Number.isNaN(value.getTime())) return NOT_A_NUMBER;
  if (format.kind === 'instant')
    return instantIn(value, format.timeZone).slice(0, format.seconds === true ? 19 : 16);
  if (format.kind === 'date') return value.toISOString().slice(0, 10);
  return value.toISOString();
}

const two = (value: number): string => String(value).padStart(2, '0');

function clockTime(minutes: number): string {
  const whole = Math.floor(minutes);
  return `${whole < 0 ? '-' : ''}${two(Math.floor(Math.abs(whole) / 60))}:${two(Math.abs(whole) % 60)}`;
}

function clockDuration(seconds: number): string {
  const whole = Number(fixedDecimal(Math.abs(seconds), 0));
  const sign = seconds < 0 && whole > 0 ? '-' : '';
  return `${sign}${groupThousands(String(Math.floor(whole / 3600)))}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}
