import type { Anomaly } from './anomalies';
import type { Decomposition } from './decompose';
import type { Forecast } from './forecast';
import { meanOf } from './quantiles';
import { observed, type Series } from './series';
import type { Trend } from './trend';

/** How a caller speaks of its series: this room knows neither units nor calendars. */
export interface Wording {
  /** Begins a sentence: `Fleet uptime`. */
  subject: string;
  /** A value: `76.1 %`. */
  value: (value: number) => string;
  /** A difference of two values, without a sign: `2.3 points`. */
  difference: (value: number) => string;
  /** A step of the series: `2023-01-21 14:00`. */
  moment: (step: number) => string;
  /** A phase of the season: `at 14:00`, `on Saturdays`. */
  phase: (phase: number) => string;
  /** What a step is called: `hour`. */
  step: string;
  /** Time in which a slope is told, and its steps: `week`, 168. */
  pace: { name: string; steps: number };
}

/** Something worth saying: the sentence, the figure that it stands on, and the block that shows it. */
export interface Insight {
  kind: 'trend' | 'season' | 'anomalies' | 'forecast' | 'gaps' | 'change' | 'concentration' | 'drivers';
  text: string;
  /** The figure, in the unit of the series unless the kind is a count or a share. */
  figure: number;
}

/** Chance above which a trend is not told, and the smallest effects that are. */
export const MOST_CHANCE = 0.05;

/** A trend that chance does not explain and that moved the value by `least` or more over the whole series. */
export function standsOut(trend: Trend | null, steps: number, least: number): trend is Trend {
  return trend !== null && trend.chance < MOST_CHANCE && Math.abs(trend.slope) * (steps - 1) >= least;
}

const count = (many: number, word: string): string => `${many} ${word}${many === 1 ? '' : 's'}`;

export function trendInsight(trend: Trend, { subject, difference, pace }: Wording): Insight {
  const pacing = (slope: number): number => slope * pace.steps;
  const sign = (slope: number): string => `${slope < 0 ? '−' : '+'}${difference(Math.abs(pacing(slope)))}`;
  return {
    kind: 'trend',
    text:
      `${subject} is ${trend.slope > 0 ? 'rising' : 'falling'} by about ${difference(Math.abs(pacing(trend.slope)))} a ${pace.name} ` +
      `(90 % interval ${sign(trend.low)} to ${sign(trend.high)}).`,
    figure: pacing(trend.slope),
  };
}

/** Null when there is no season, or it moves the value by less than `least` from its mean. */
export function seasonInsight(parts: Decomposition, wording: Wording, least: number): Insight | null {
  if (parts.period < 2) return null;
  const season = [...parts.season.subarray(0, parts.period)];
  const [low, high] = [Math.min(...season), Math.max(...season)];
  if (Math.max(-low, high) < least) return null;
  const { subject, difference, phase } = wording;
  return {
    kind: 'season',
    text:
      `${subject} repeats itself: it is lowest ${phase(season.indexOf(low))}, ${difference(-low)} below its level, ` +
      `and highest ${phase(season.indexOf(high))}, ${difference(high)} above it.`,
    figure: high - low,
  };
}

export function anomalyInsight(found: readonly Anomaly[], wording: Wording): Insight | null {
  const worst = strongest(found)[0];
  if (worst === undefined) return null;
  const { value, moment, step } = wording;
  const what = `${moment(worst.at)}, ${value(worst.value)} where ${value(worst.expected)} was expected`;
  return {
    kind: 'anomalies',
    text:
      found.length === 1
        ? `One ${step} stands out: ${what}.`
        : `${count(found.length, step)} stand out, most of all ${what}.`,
    figure: found.length,
  };
}

/** The largest score first; of equal ones the earlier. */
export function strongest(found: readonly Anomaly[]): Anomaly[] {
  return [...found].sort((a, b) => Math.abs(b.score) - Math.abs(a.score) || a.at - b.at);
}

export function forecastInsight(forecast: Forecast, level: number, wording: Wording): Insight {
  const { subject, value, difference, step } = wording;
  const expected = forecast.points.map((point) => point.expected);
  const mean = expected.reduce((sum, each) => sum + each, 0) / expected.length;
  const head = `${subject} is expected at ${value(mean)} on average over the next ${count(expected.length, step)}`;
  const { error } = forecast;
  if (error === null)
    return {
      kind: 'forecast',
      text: `${head}; there is too little history to say how far off that may be.`,
      figure: mean,
    };
  const held =
    error.heldShare === null
      ? ''
      : ` Of what came, ${Math.round(error.heldShare * 100)} % lay in the band that is meant to hold ${Math.round(level * 100)} %.`;
  return {
    kind: 'forecast',
    text: `${head}; made from ${count(error.starts, 'earlier start')}, such forecasts were off by ${difference(error.mae)} on average.${held}`,
    figure: mean,
  };
}

/** The last season against the one before, of which half was observed at least. Null when they differ by less than `least`. */
export function changeInsight(
  series: Series,
  period: number,
  wording: Wording,
  least: number,
): Insight | null {
  const last = observed(series.slice(-period)).map(({ value }) => value);
  const before = observed(series.slice(-2 * period, -period)).map(({ value }) => value);
  if (series.length < 2 * period || Math.min(last.length, before.length) < period / 2) return null;
  const change = meanOf(last) - meanOf(before);
  if (Math.abs(change) < least) return null;
  const { subject, value, difference, step } = wording;
  return {
    kind: 'change',
    text:
      `Over the last ${count(period, step)} ${subject.charAt(0).toLowerCase()}${subject.slice(1)} was ${value(meanOf(last))}: ` +
      `${difference(Math.abs(change))} ${change < 0 ? 'below' : 'above'} the ${count(period, step)} before.`,
    figure: change,
  };
}

/** Null when less than `least` of the steps are gaps. */
export function gapInsight(parts: Decomposition, wording: Wording, least: number): Insight | null {
  const all = parts.remainder.length;
  const gaps = parts.remainder.filter(Number.isNaN).length;
  if (all === 0 || gaps / all < least) return null;
  if (gaps === all)
    return {
      kind: 'gaps',
      text: `None of ${count(all, wording.step)} was observed well enough to judge by: there is no trend, no anomaly and no forecast.`,
      figure: 1,
    };
  return {
    kind: 'gaps',
    text: `${gaps} of ${count(all, wording.step)} were hardly observed; they are closed from their neighbours, marked, and judge nothing.`,
    figure: gaps / all,
  };
}

/** How much of a total the largest fifth of its members holds; told from half of it on, and from five members with any. */
export function concentrationInsight(
  amounts: readonly number[],
  words: { members: string; amount: string },
): Insight | null {
  const sorted = amounts.filter((amount) => amount > 0).sort((a, b) => b - a);
  const whole = sorted.reduce((sum, amount) => sum + amount, 0);
  if (sorted.length < 5) return null;
  const top = Math.ceil(amounts.length / 5);
  const held = sorted.slice(0, top).reduce((sum, amount) => sum + amount, 0) / whole;
  if (held < 0.5) return null;
  return {
    kind: 'concentration',
    text: `A fifth of the ${words.members} (${top} of ${amounts.length}) hold ${Math.round(held * 100)} % of the ${words.amount}.`,
    figure: held,
  };
}
