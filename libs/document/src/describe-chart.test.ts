import { describeChart } from './describe-chart';
import type { Chart } from './document';

const base: Chart = {
  kind: 'chart',
  key: 'entries',
  chart: 'line',
  title: 'Entries a month',
  categories: ['March', 'April', 'May', 'June'],
  categoryFormat: { kind: 'text' },
  categoryTitle: 'Month',
  series: [{ key: 'entries', name: 'Entries', values: [12, null, 40, 31] }],
  valueFormat: { kind: 'integer' },
  valueTitle: 'Entries',
};

describe('describeChart', () => {
  it('tells the way of a line and its extremes', () => {
    expect(describeChart(base)).toBe(
      'Line chart: Entries a month. Entries rises from 12 to 31, highest in May (40), lowest in March (12).',
    );
  });

  it('tells the largest parts of a pie', () => {
    const pie: Chart = {
      ...base,
      chart: 'pie',
      series: [{ key: 'n', name: 'Entries', values: [1, 2, 1, 0] }],
    };
    expect(describeChart(pie)).toBe(
      'Pie chart: Entries a month. Entries has 4 parts of 4: April 50 %, March 25 %, May 25 %.',
    );
  });

  it('tells the range of bars with the unit', () => {
    expect(describeChart({ ...base, chart: 'bar', unit: 'kcal' })).toContain(
      'ranges from 12 kcal (March) to 40 kcal (May)',
    );
  });

  it('prefers the description of the chart itself', () => {
    expect(describeChart({ ...base, description: 'Two dull months.' })).toBe('Two dull months.');
  });

  it('speaks of charts without data, with one point, of heat maps and of timelines', () => {
    const series = (values: (number | null)[]): Chart['series'] => [{ key: 'n', name: 'N', values }];
    expect(describeChart({ ...base, series: [] })).toBe('Line chart: Entries a month. No data.');
    expect(describeChart({ ...base, series: series([null, Number.NaN]) })).toContain('No data.');
    expect(describeChart({ ...base, series: series([5]) })).toContain('N is 5 in March.');
    expect(describeChart({ ...base, chart: 'heat' })).toContain(
      '1 rows by 4 columns; the value ranges from 12 (Entries, March)',
    );
    const marks = [{ lane: 'A', from: 0, to: 90, shape: 'bar' as const }];
    expect(describeChart({ ...base, chart: 'timeline', marks })).toContain('1 marks in 1 lane over 0:01:30.');
  });
});
