import { medianOf } from './quantiles';
import { observed, type Series } from './series';

/**
 * The series with its gaps closed: observed values without their season are joined by straight lines (held before the
 * first and after the last), and the season is put back. The season is the median of each phase; a phase that was never
 * observed has none. All 0 when nothing was observed.
 * @param period steps of a season; 1: none
 */
export function closed(series: Series, period: number): Float64Array {
  const points = observed(series);
  const filled = new Float64Array(series.length);
  if (points.length === 0) return filled;
  const season = seasonOf(points, period);
  const levelOf = ({ at, value }: { at: number; value: number }): number =>
    value - (season[at % period] ?? 0);
  let next = 0;
  for (let at = 0; at < series.length; at += 1) {
    while (next < points.length && (points[next]?.at ?? 0) < at) next += 1;
    const [before, after] = [points[next - 1], points[next]];
    const value = series[at];
    if (value !== null && value !== undefined) filled[at] = value;
    else filled[at] = (season[at % period] ?? 0) + between(at, before, after, levelOf);
  }
  return filled;
}

type Point = { at: number; value: number };

function between(
  at: number,
  before: Point | undefined,
  after: Point | undefined,
  levelOf: (point: Point) => number,
): number {
  if (before === undefined) return after === undefined ? 0 : levelOf(after);
  if (after === undefined) return levelOf(before);
  const part = (at - before.at) / (after.at - before.at);
  return levelOf(before) + (levelOf(after) - levelOf(before)) * part;
}

function seasonOf(points: readonly Point[], period: number): Float64Array {
  const season = new Float64Array(period);
  if (period < 2) return season;
  const centre = medianOf(points.map(({ value }) => value));
  const phases = Array.from({ length: period }, (): number[] => []);
  for (const { at, value } of points) phases[at % period]?.push(value);
  phases.forEach((values, phase) => {
    if (values.length > 0) season[phase] = medianOf(values) - centre;
  });
  return season;
}
