import {
  medianOf,
  robustScale,
  type Series,
  standOut,
  trendChance,
  trendOf,
  tukeyFences,
} from '@pressroom/analysis';
import type { StoreSeries } from './outlook-series';

/** What a store's days say of it, most telling first. */
export const VERDICTS = [
  'dropped',
  'falling',
  'recovered',
  'far below',
  'rising',
  'steady',
  'too short',
] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Shares of business time are 0 to 1, changes −1 to 1. */
export interface StoreOutlook {
  storeId: string;
  /** Over the whole history; null when the store was never open in it. */
  uptime: number | null;
  coverage: number | null;
  /** Microseconds of downtime in the whole history. */
  down: number;
  /** Days with enough polls to count. */
  known: number;
  /** The last whole day; null when it was not observed, or the store closed. */
  lastDay: number | null;
  /** Median of the known days before it. */
  usual: number | null;
  /** Robust standard deviations between the two, with its sign. */
  score: number | null;
  /** Change a week; null when chance explains it, or fewer than five days are known. */
  trend: number | null;
  /** Of the next day: the median of the same weekday of the last four weeks, else of the last seven known days. */
  expected: number | null;
  /** Mean absolute error of such forecasts for the days that are known by now; null when there is none. */
  error: number | null;
  verdict: Verdict;
}

const FEWEST_BEFORE = 3;
/** A store's days never count as steadier than this: 5 of it are ten points. */
const LEAST_SCALE = 0.02;
const THRESHOLD = 5;
/** Share of the trends named that may be chance, and the least that a trend moved its store. */
const FALSE_RATE = 0.05;
const LEAST_MOVE = 0.05;

/** Each store by itself and against the others. */
export function storeOutlooks(stores: readonly StoreSeries[]): StoreOutlook[] {
  const days = stores.map((store): Series =>
    Array.from(store.days, (day) => (Number.isNaN(day) ? null : day)),
  );
  const chances = days.map((series) => trendChance(series) ?? 1);
  const moving = standOut(chances, FALSE_RATE);
  const uptimes = stores.flatMap(({ up, business }) => (business > 0 ? [up / business] : []));
  const fence = tukeyFences(uptimes)?.low ?? -Infinity;
  return stores.map((store, at) => {
    const series = days[at] ?? [];
    const told = figuresOf(store, series);
    const trend = moving[at] === true ? weeklyTrend(series) : null;
    return { ...told, trend, verdict: verdictOf({ ...told, trend }, fence) };
  });
}

type Told = Omit<StoreOutlook, 'trend' | 'verdict'>;

function figuresOf({ storeId, up, business, seen }: StoreSeries, series: Series): Told {
  const before = series.slice(0, -1).filter((day) => day !== null);
  const lastDay = series.at(-1) ?? null;
  const usual = before.length < FEWEST_BEFORE ? null : medianOf(before);
  const scale = before.length < FEWEST_BEFORE ? 0 : robustScale(before).scale;
  const errors = series.flatMap((day, at) => {
    const guess = day === null ? null : guessAt(series, at);
    return day === null || guess === null ? [] : [Math.abs(day - guess)];
  });
  return {
    storeId,
    uptime: business > 0 ? up / business : null,
    coverage: business > 0 ? seen / business : null,
    down: business - up,
    known: series.filter((day) => day !== null).length,
    ...{ lastDay, usual },
    score: usual === null || lastDay === null ? null : (lastDay - usual) / Math.max(scale, LEAST_SCALE),
    expected: guessAt(series, series.length),
    error: errors.length === 0 ? null : errors.reduce((sum, each) => sum + each, 0) / errors.length,
  };
}

/** What would have been said of a day before it came. */
function guessAt(series: Series, at: number): number | null {
  const weekdays = [7, 14, 21, 28].flatMap((back) => series[at - back] ?? []);
  if (weekdays.length >= FEWEST_BEFORE) return medianOf(weekdays);
  const recent: number[] = [];
  for (let day = at - 1; day >= 0 && recent.length < 7; day -= 1) {
    const value = series[day];
    if (typeof value === 'number') recent.push(value);
  }
  return recent.length < FEWEST_BEFORE ? null : medianOf(recent);
}

function weeklyTrend(series: Series): number | null {
  const trend = trendOf(series);
  if (trend === null || Math.abs(trend.slope) * (series.length - 1) < LEAST_MOVE) return null;
  return 7 * trend.slope;
}

function verdictOf(
  { score, trend, uptime, known }: Pick<StoreOutlook, 'score' | 'trend' | 'uptime' | 'known'>,
  fence: number,
): Verdict {
  if (score !== null && score < -THRESHOLD) return 'dropped';
  if (trend !== null && trend < 0) return 'falling';
  if (score !== null && score > THRESHOLD) return 'recovered';
  if (uptime !== null && uptime < fence) return 'far below';
  if (trend !== null) return 'rising';
  return known <= FEWEST_BEFORE ? 'too short' : 'steady';
}
