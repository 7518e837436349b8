import { display } from '@pressroom/document';
import type { Format } from '@pressroom/document';

export interface Tick {
  value: number;
  label: string;
}

/** A linear scale with round ticks. `at` maps a value to 0 (the low end) … 1 (the high end), clamped. */
export interface Axis {
  low: number;
  high: number;
  ticks: readonly Tick[];
  at(value: number): number;
}

/** Beyond these a float's span or step would overflow or vanish; such values are drawn at the bound. */
const HUGE = 1e300;
const TINY = 1e-300;

/** A value fit for drawing: bounded, or null when it is no number. */
export function drawable(value: number | null | undefined): number | null {
  if (value === null || value === undefined || !Number.isFinite(value)) return null;
  if (Math.abs(value) < TINY) return 0;
  return Math.max(-HUGE, Math.min(HUGE, value));
}

const DAY = 86_400;
const SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, DAY];
const MINUTES = [1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1440];

const FACTORS = [1, 2, 2.5, 5, 10];

function decimalStep(rough: number): number {
  const decade = 10 ** Math.floor(Math.log10(rough));
  const factor = FACTORS.find((candidate) => candidate * decade >= rough * 0.999999) ?? 10;
  return factor * decade;
}

/** The smallest round step of the format's unit that is at least `rough`. */
function roundStep(rough: number, format: Format): number {
  if (format.kind === 'duration')
    return SECONDS.find((step) => step >= rough) ?? decimalStep(rough / DAY) * DAY;
  if (format.kind === 'time') return MINUTES.find((step) => step >= rough) ?? decimalStep(rough);
  const step = decimalStep(rough);
  return format.kind === 'integer' ? Math.max(1, Number.isInteger(step) ? step : Math.ceil(step)) : step;
}

function decimalsOf(step: number, shift: number): number {
  for (let digits = 0; digits <= 4; digits += 1) {
    const scaled = step * 10 ** (digits + shift);
    if (Math.abs(scaled - Math.round(scaled)) < 1e-6 * Math.max(1, scaled) && Math.round(scaled) > 0)
      return digits;
  }
  return 5;
}

const MAGNITUDES: readonly (readonly [number, string])[] = [
  [1e12, ' tn'],
  [1e9, ' bn'],
  [1e6, ' M'],
];

/** From here on figures are written with an exponent: no axis has room for their digits. */
const ENDLESS = 1e15;

const LONGEST_FIGURE = 16;

const exponential = (value: number): string => String(Number(value.toPrecision(3))).replace('e+', 'e');

function plainLabel(value: number, step: number): string {
  const digits = decimalsOf(step, 0);
  if (digits > 4 || Math.abs(value) >= ENDLESS) return exponential(value);
  return display(value, { kind: 'decimal', digits: digits as 0 | 1 | 2 | 3 | 4 });
}

/** `90` seconds → `1 min 30 s`; `5400` → `1 h 30 min`; `172800` → `2 d`. */
export function shortDuration(seconds: number): string {
  const whole = Math.round(Math.abs(seconds));
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(whole / DAY), 'd'],
    [Math.floor(whole / 3600) % 24, 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ];
  const said = parts.filter(([count]) => count > 0).slice(0, 2);
  if (said.length === 0) return '0';
  return (seconds < 0 ? '-' : '') + said.map(([count, unit]) => `${plainLabel(count, 1)} ${unit}`).join(' ');
}

/** A tick's text: as precise as the step needs, millions and more shortened. `largest` sets the magnitude for all. */
function tickLabel(value: number, step: number, largest: number, format: Format): string {
  if (largest >= ENDLESS)
    return exponential(value) + (format.kind === 'percent' && value !== 0 ? '×100 %' : '');
  if (format.kind === 'duration') return shortDuration(value);
  if (format.kind === 'time') return display(value, format);
  if (format.kind === 'percent') {
    const digits = decimalsOf(step, 2);
    if (digits <= 2) return display(value, { kind: 'percent', digits: digits as 0 | 1 | 2 });
    return `${plainLabel(value * 100, step * 100)} %`;
  }
  const [size, name] = MAGNITUDES.find(([least]) => largest >= least) ?? [1, ''];
  return value === 0 ? '0' : plainLabel(value / size, step / size) + name;
}

/** A single figure as a label beside its mark: exact as the format shows it, unless that would be endless. */
export function figureLabel(value: number, format: Format): string {
  const text = display(value, format);
  if (text.length <= LONGEST_FIGURE) return text;
  if (format.kind === 'text' || format.kind === 'id') return exponential(value);
  return tickLabel(value, Math.abs(value) / 1000, Math.abs(value), format);
}

type Zero = 'always' | 'near' | 'never';

/** Widens a span so that it can be divided: zero in when asked, and never a single value. */
function spanOf(values: Iterable<number>, zero: Zero, format: Format): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low > high) return [0, 1];
  const flat = high - low < Math.max(Math.abs(low), Math.abs(high)) * 1e-9;
  const near = zero === 'near' && ((low > 0 && low < high * 0.6) || (high < 0 && high > low * 0.6));
  if (zero === 'always' || flat || near) {
    [low, high] = [Math.min(0, low), Math.max(0, high)];
  }
  return low === high ? [low, low + (format.kind === 'percent' ? 0.01 : 1)] : [low, high];
}

/**
 * An axis that covers the values with at most about `most` round steps.
 * @param zero `always` for lengths and areas; `near` brings zero in when the values are not far from it; `never`
 *   only for a single value
 * @param tight keeps the ends at the data instead of the next round tick
 */
export function valueAxis(
  values: Iterable<number>,
  format: Format,
  { zero, most, tight = false }: { zero: Zero; most: number; tight?: boolean },
): Axis {
  const [least, greatest] = spanOf(values, zero, format);
  const step = roundStep((greatest - least) / Math.max(1, most), format);
  const first = tight ? Math.ceil(least / step - 1e-9) : Math.floor(least / step + 1e-9);
  const last = tight ? Math.floor(greatest / step + 1e-9) : Math.ceil(greatest / step - 1e-9);
  const [low, high] = tight ? [least, greatest] : [first * step, last * step];
  const largest = Math.max(Math.abs(low), Math.abs(high));
  const ticks: Tick[] = [];
  for (let count = 0; count <= Math.min(last - first, 60); count += 1) {
    const value = Number(((first + count) * step).toPrecision(12));
    ticks.push({ value, label: tickLabel(value, step, largest, format) });
  }
  return { low, high, ticks, at: (value) => Math.max(0, Math.min(1, (value - low) / (high - low))) };
}
