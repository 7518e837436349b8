import type { Chart, ChartKind } from '@pressroom/document';
import fc from 'fast-check';
import { chartOf } from '../../../../test/support/sample-chart';
import { chartSize, drawChart, LIGHT, sceneToSvg } from './index';
import type { Mark, Scene } from './index';

const KINDS: readonly ChartKind[] = [
  'line',
  'area',
  'bar',
  'column',
  'stacked',
  'pie',
  'doughnut',
  'scatter',
  'heat',
  'timeline',
];

const texts = (scene: Scene): string[] =>
  scene.marks.flatMap((mark) => (mark.kind === 'text' ? [mark.text] : []));

/** Every number finite, every colour of the palette, every shape (but text, whose width is an estimate) within the picture. */
function expectSound(scene: Scene): void {
  const shapes = sceneToSvg(scene, 'x').replace(/>[^<]*</g, '><');
  expect(shapes).not.toMatch(/NaN|Infinity|undefined|null|e[+-]\d/);
  const inside = (x: number, y: number): boolean =>
    x >= -12 && y >= -12 && x <= scene.width + 12 && y <= scene.height + 12;
  const unsound = scene.marks.filter((mark) => {
    const colours = [...('fill' in mark ? [mark.fill] : []), ...('stroke' in mark ? [mark.stroke] : [])];
    return colours.some((name) => !(name in LIGHT)) || !cornersOf(mark).every(([x, y]) => inside(x, y));
  });
  expect(unsound).toEqual([]);
}

function cornersOf(mark: Mark): readonly (readonly [number, number])[] {
  switch (mark.kind) {
    case 'rect':
      return [
        [mark.x, mark.y],
        [mark.x + mark.width, mark.y + mark.height],
      ];
    case 'line':
      return [
        [mark.x1, mark.y1],
        [mark.x2, mark.y2],
      ];
    case 'path':
      return mark.points;
    case 'circle':
    case 'arc':
    case 'text':
      return [[mark.x, mark.y]];
  }
}

const AWKWARD: readonly (readonly [string, readonly (number | null)[]])[] = [
  ['no values', []],
  ['only gaps', [null, null, null]],
  ['one value', [5]],
  ['one zero', [0]],
  ['zeros', [0, 0, 0]],
  ['a value among gaps', [null, 5, null]],
  ['negative values', [-5, -1, -3]],
  ['mixed signs', [-5, 10, -3, 0]],
  ['huge values', [1e308, -1e308, 1.7976931348623157e308]],
  ['tiny values', [5e-324, 1e-310, 2e-9]],
  ['huge beside tiny', [1e300, 1e-300, 1]],
  ['nearly equal values', [1e15, 1e15 + 1, 1e15 + 2]],
  ['not numbers', [Number.NaN, Infinity, -Infinity, 3]],
  ['many values', Array.from({ length: 6000 }, (_, index) => Math.sin(index / 50) * 100)],
];

describe.each(KINDS)('a %s chart', (kind) => {
  it.each(AWKWARD)('draws %s', (_name, values) => {
    for (const width of [336, 760]) {
      const chart = chartOf(kind, values);
      const size = chartSize(chart, width);
      expect(size.height).toBeGreaterThan(0);
      expectSound(drawChart(chart, size));
    }
  });

  it('draws any data in any format at any size', () => {
    const value = fc.option(fc.oneof(fc.double(), fc.integer({ min: -50, max: 5000 })), { nil: null });
    const format = fc.constantFrom<Chart['valueFormat']>(
      { kind: 'integer' },
      { kind: 'percent', digits: 1 },
      { kind: 'duration' },
      { kind: 'time' },
      { kind: 'decimal', digits: 4 },
      { kind: 'text' },
    );
    const given = fc.record({
      values: fc.array(value, { maxLength: 60 }),
      names: fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { maxLength: 12 }),
      valueFormat: format,
      width: fc.integer({ min: 1, max: 1200 }),
      height: fc.integer({ min: 1, max: 900 }),
    });
    fc.assert(
      fc.property(given, ({ values, names, valueFormat, width, height }) => {
        const series = names.map((name, index) => ({ key: `s${index}`, name, values: values.slice(index) }));
        const chart = chartOf(kind, values, { series, valueFormat, title: names[0] ?? '' });
        expectSound(drawChart(chart, { width, height }));
      }),
      { seed: 20261125, numRuns: 60 },
    );
  });

  it('says when there is nothing to draw', () => {
    const scene = drawChart(chartOf(kind, [null], { marks: [] }), { width: 400, height: 200 });
    expect(texts(scene)).toEqual(['No data for this chart']);
  });

  it('looks the same twice', () => {
    const draw = (): string =>
      sceneToSvg(drawChart(chartOf(kind, [3, null, 7, 1]), { width: 500, height: 240 }), 'x');
    expect(draw()).toBe(draw());
  });
});
