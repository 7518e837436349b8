import {
  anomaliesOf,
  anomalyInsight,
  changeInsight,
  concentrationInsight,
  decompose,
  forecastInsight,
  forecastOf,
  gapInsight,
  seasonInsight,
  standsOut,
  trendInsight,
  trendOf,
  type Wording,
} from './index';
import { madeSeries } from './test-series';

const words: Wording = {
  subject: 'Sales',
  value: (value) => value.toFixed(0),
  difference: (value) => value.toFixed(1),
  moment: (step) => `day ${step}`,
  phase: (phase) => `on weekday ${phase + 1}`,
  step: 'day',
  pace: { name: 'week', steps: 7 },
};
const bounds = { least: 0, most: 1000 };

describe('what is worth saying', () => {
  it('says a trend with its interval, and none that chance or size explains', () => {
    const trend = trendOf(Array.from({ length: 20 }, (_, at) => 5 - 0.5 * at));
    if (!standsOut(trend, 20, 1)) throw new Error('a straight line stands out');
    expect(trendInsight(trend, words)).toEqual({
      kind: 'trend',
      text: 'Sales is falling by about 3.5 a week (90 % interval −3.5 to −3.5).',
      figure: -3.5,
    });
    expect(standsOut(trend, 20, 10)).toBe(false);
    expect(standsOut(trendOf([1, 5, 2, 4, 3, 3]), 6, 0)).toBe(false);
  });

  it('says when a season is low and high', () => {
    const parts = decompose(madeSeries(84, { spread: 0 }), 7);
    expect(seasonInsight(parts, words, 1)?.text).toBe(
      'Sales repeats itself: it is lowest on weekday 6, 9.7 below its level, and highest on weekday 3, 9.7 above it.',
    );
    expect(seasonInsight(parts, words, 20)).toBeNull();
    expect(seasonInsight(decompose(madeSeries(9), 7), words, 0)).toBeNull();
  });

  it('counts what stands out and names the most striking', () => {
    const series = madeSeries(84, { spread: 0.3 });
    series[30] = 0;
    series[50] = 60;
    const found = anomaliesOf(decompose(series, 7), { threshold: 5, least: 1, bounds });
    expect(anomalyInsight(found, words)?.text).toMatch(
      /^2 days stand out, most of all day 30, 0 where 1\d\d was expected\.$/,
    );
    expect(anomalyInsight(found.slice(0, 1), words)?.text).toMatch(/^One day stands out: day 30, /);
    expect(anomalyInsight([], words)).toBeNull();
  });

  it('says how far off a forecast was, or that nobody knows', () => {
    const forecast = forecastOf(madeSeries(120), { period: 7, horizon: 7, level: 0.8, bounds });
    const short = forecastOf([4, 4], { period: 1, horizon: 1, level: 0.8, bounds });
    if (forecast === null || short === null) throw new Error('there is something to forecast');
    expect(forecastInsight(forecast, 0.8, words).text).toMatch(
      /^Sales is expected at \d+ on average over the next 7 days; made from 12 earlier starts, such forecasts were off by 0\.\d on average\. Of what came, \d\d % lay in the band that is meant to hold 80 %\.$/,
    );
    expect(forecastInsight(short, 0.8, words).text).toBe(
      'Sales is expected at 4 on average over the next 1 day; there is too little history to say how far off that may be.',
    );
  });

  it('sets the last season against the one before', () => {
    const weeks = [10, 10, 10, 10, 10, 10, 10, 7, 7, null, 7, 7, 7, 7];
    expect(changeInsight(weeks, 7, words, 1)).toEqual({
      kind: 'change',
      text: 'Over the last 7 days sales was 7: 3.0 below the 7 days before.',
      figure: -3,
    });
    expect(changeInsight(weeks, 7, words, 4)).toBeNull();
    expect(changeInsight(weeks.slice(1), 7, words, 1)).toBeNull();
    expect(
      changeInsight(
        weeks.map((day, at) => (at < 4 ? null : day)),
        7,
        words,
        1,
      ),
    ).toBeNull();
  });

  it('says what was not seen, and who holds most of a sum', () => {
    expect(gapInsight(decompose([1, null, null, 1], 7), words, 0.1)?.text).toMatch(
      /^2 of 4 days were hardly observed/,
    );
    expect(gapInsight(decompose([1, 1, 1, 1], 7), words, 0.1)).toBeNull();
    const told = { members: 'stores', amount: 'downtime' };
    expect(concentrationInsight([90, 1, 2, 3, 4, 0, 0, 0, 0, 0], told)?.text).toBe(
      'A fifth of the stores (2 of 10) hold 94 % of the downtime.',
    );
    expect(concentrationInsight([1, 1, 1, 1, 1, 1], told)).toBeNull();
    expect(concentrationInsight([5, 0], told)).toBeNull();
  });
});
