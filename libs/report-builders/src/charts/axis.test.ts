import type { Chart, Format } from '@pressroom/document';
import { figureLabel, shortDuration, valueAxis } from './axis';
import { placeLabels } from './category-axis';
import { elide, textWidth } from './text-width';

const labels = (values: number[], format: Format, most = 5): string[] =>
  valueAxis(values, format, { zero: 'always', most }).ticks.map(({ label }) => label);

describe('a value axis', () => {
  it('has round ticks as precise as their step', () => {
    expect(labels([3, 97], { kind: 'integer' })).toEqual(['0', '20', '40', '60', '80', '100']);
    expect(labels([0.3, 1.9], { kind: 'decimal', digits: 1 })).toEqual(['0', '0.5', '1.0', '1.5', '2.0']);
    expect(labels([0.01, 0.043], { kind: 'percent', digits: 0 })).toEqual([
      '0 %',
      '1 %',
      '2 %',
      '3 %',
      '4 %',
      '5 %',
    ]);
    expect(labels([-30, 60], { kind: 'integer' })).toEqual(['-40', '-20', '0', '20', '40', '60']);
  });

  it('never counts halves of whole things', () => {
    expect(labels([1, 2], { kind: 'integer' })).toEqual(['0', '1', '2']);
  });

  it('shortens millions and more, all ticks alike', () => {
    expect(labels([200_000, 1_900_000], { kind: 'integer' })).toEqual([
      '0',
      '0.5 M',
      '1.0 M',
      '1.5 M',
      '2.0 M',
    ]);
    expect(labels([4e9], { kind: 'integer' })).toEqual(['0', '1 bn', '2 bn', '3 bn', '4 bn']);
  });

  it('divides time as clocks do', () => {
    expect(labels([0, 7200], { kind: 'duration' }, 4)).toEqual(['0', '30 min', '1 h', '1 h 30 min', '2 h']);
    expect(labels([0, 1440], { kind: 'time' }, 4)).toEqual(['00:00', '06:00', '12:00', '18:00', '24:00']);
  });

  it('leaves zero out where values are far above it, unless lengths are compared', () => {
    const axis = valueAxis([1900, 2100], { kind: 'integer' }, { zero: 'near', most: 5 });
    expect(axis.low).toBe(1900);
    expect(valueAxis([1900, 2100], { kind: 'integer' }, { zero: 'always', most: 5 }).low).toBe(0);
    expect(axis.at(1900)).toBe(0);
    expect(axis.at(9999)).toBe(1);
  });

  it('names durations in two units and figures as their format shows them', () => {
    expect([0, 59, 90, 5400, 172_800, -60].map(shortDuration)).toEqual([
      '0',
      '59 s',
      '1 min 30 s',
      '1 h 30 min',
      '2 d',
      '-1 min',
    ]);
    expect(figureLabel(1234.5, { kind: 'decimal', digits: 2 })).toBe('1,234.50');
    expect(figureLabel(2.5e13, { kind: 'integer' }).length).toBeLessThan(12);
  });
});

describe('labels below an axis', () => {
  const place = (categories: Chart['categories'], width: number) =>
    placeLabels(
      {
        kind: 'chart',
        key: 'c',
        chart: 'line',
        title: '',
        categories,
        categoryFormat: { kind: 'text' },
        categoryTitle: '',
        series: [],
        valueFormat: { kind: 'integer' },
        valueTitle: '',
      },
      width,
      (index) => index / Math.max(1, categories.length - 1),
    );
  const days = (count: number, from = '2025-12-15'): string[] =>
    Array.from({ length: count }, (_, index) =>
      new Date(Date.parse(from) + index * 86_400_000).toISOString().slice(0, 10),
    );
  const said = (categories: Chart['categories'], width: number): string[] =>
    place(categories, width).labels.map(({ lines }) => lines.join(' '));

  it('name every day when there is room, and the year where it changes', () => {
    expect(said(days(3, '2025-12-31'), 600)).toEqual(['31 Dec 2025', '1 Jan 2026', '2 Jan']);
  });

  it('keep to Mondays, then to the first of months, then to years', () => {
    expect(said(days(29), 500)).toEqual(['15 Dec 2025', '22 Dec', '29 Dec', '5 Jan 2026', '12 Jan']);
    expect(said(days(120), 400)).toEqual(['Dec 2025', 'Jan 2026', 'Feb', 'Mar', 'Apr']);
    expect(said(days(3000, '2019-01-01'), 300)).toEqual(
      [
        'Jan 2019',
        'Jan 2020',
        'Jan 2021',
        'Jan 2022',
        'Jan 2023',
        'Jan 2024',
        'Jan 2025',
        'Jan 2026',
        'Jan 2027',
      ].slice(0, 9),
    );
  });

  it('read months as dates', () => {
    expect(said(['2025-11', '2025-12', '2026-01'], 400)).toEqual(['Nov 2025', 'Dec', 'Jan 2026']);
  });

  it('slant names that do not fit, and thin numbers', () => {
    const names = Array.from({ length: 12 }, (_, index) => `A longer name ${index}`);
    expect(place(names, 400)).toMatchObject({ slanted: true });
    expect(place(names, 400).labels).toHaveLength(12);
    expect(
      said(
        Array.from({ length: 100 }, (_, index) => index),
        300,
      ).length,
    ).toBeLessThan(20);
  });
});

describe('text in a picture', () => {
  it('is cut between characters, never within one', () => {
    const family = '👩‍👩‍👧';
    for (let limit = 10; limit < 80; limit += 3) {
      const cut = elide(family.repeat(5), 10, limit);
      expect(cut.replaceAll(family, '')).toMatch(/^…?$/);
    }
    expect(elide('short', 10, 200)).toBe('short');
    expect(elide('two\nlines \u0000', 10, 200)).toBe('two lines \uFFFD');
  });

  it('is estimated wide enough', () => {
    expect(textWidth('mmmm', 10)).toBeGreaterThan(textWidth('iiii', 10) * 2);
    expect(textWidth('漢字', 10)).toBeGreaterThan(19);
    // A digit of DejaVu Sans is 1,303 of 2,048 units wide; ids are long, and the first digit matters.
    expect(textWidth('4122112653000175466', 10)).toBeGreaterThan((19 * 10 * 1303) / 2048);
  });
});
