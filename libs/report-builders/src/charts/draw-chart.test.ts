import type { Chart, ChartKind } from '@pressroom/document';
import fc from 'fast-check';
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

function chartOf(kind: ChartKind, values: readonly (number | null)[], more: Partial<Chart> = {}): Chart {
  return {
    kind: 'chart',
    key: 'c',
    chart: kind,
    title: 'Entries',
    categories: values.map((_, index) => `Category ${index}`),
    categoryFormat: { kind: 'text' },
    categoryTitle: 'Category',
    series: [
      { key: 'a', name: 'A', values },
      { key: 'b', name: 'B', values: [...values].reverse() },
      { key: 'r', name: 'Target', values, style: 'reference' },
    ],
    valueFormat: { kind: 'decimal', digits: 1 },
    valueTitle: 'Value',
    marks: values.flatMap((value, index) =>
      value === null
        ? []
        : [
            { lane: `Lane ${index % 3}`, from: value, to: value * 2, shape: 'bar' as const, label: 'visit' },
            {
              lane: `Lane ${index % 3}`,
              from: value,
              shape: index % 2 === 0 ? ('dot' as const) : ('diamond' as const),
            },
            { lane: '', from: value, to: value + 1, shape: 'band' as const },
          ],
    ),
    ...more,
  };
}

const texts = (scene: Scene): string[] =>
  scene.marks.flatMap((mark) => (mark.kind === 'text' ? [mark.text] : []));
const of = <Kind extends Mark['kind']>(scene: Scene, kind: Kind): Extract<Mark, { kind: Kind }>[] =>
  scene.marks.filter((mark): mark is Extract<Mark, { kind: Kind }> => mark.kind === kind);

/** Every number finite, every colour of the palette, every shape (but text, whose width is an estimate) within the picture. */
function expectSound(scene: Scene): void {
  const shapes = sceneToSvg(scene, 'x').replace(/>[^<]*</g, '><');
  expect(shapes).not.toMatch(/NaN|Infinity|undefined|null|e[+-]\d/);
  const inside = (x: number, y: number): boolean =>
    x >= -12 && y >= -12 && x <= scene.width + 12 && y <= scene.height + 12;
  const unsound = scene.marks.filter((mark) => {
    const colours = [...('fill' in mark ? [mark.fill] : []), ...('stroke' in mark ? [mark.stroke] : [])];
    return (
      colours.some((name) => name !== undefined && LIGHT[name] === undefined) ||
      !cornersOf(mark).every(([x, y]) => inside(x, y))
    );
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

describe('lines', () => {
  it('break at gaps, and a value alone between gaps is a dot', () => {
    const values = [1, 2, null, 4, null, 5, 6].concat(Array.from({ length: 30 }, () => 7));
    const scene = drawChart(chartOf('line', values, { series: [{ key: 'a', name: 'A', values }] }), {
      width: 700,
      height: 300,
    });
    expect(of(scene, 'path').filter(({ stroke }) => stroke === 'series-1')).toHaveLength(2);
    expect(of(scene, 'circle')).toHaveLength(1);
  });

  it('are dashed where they are a reference, and named in a legend only in company', () => {
    const alone = [{ key: 'a', name: 'Alone', values: [1, 2] }];
    expect(
      texts(drawChart(chartOf('line', [1, 2], { series: alone }), { width: 700, height: 300 })),
    ).not.toContain('Alone');
    const scene = drawChart(chartOf('line', [1, 2]), { width: 700, height: 300 });
    expect(texts(scene)).toEqual(expect.arrayContaining(['A', 'B', 'Target']));
    expect(of(scene, 'path').filter(({ dash }) => dash !== undefined)).toHaveLength(1);
  });

  it('keep their peaks when there are more values than points of width', () => {
    const values = Array.from({ length: 50_000 }, (_, index) => (index === 31_234 ? 1000 : index % 7));
    const scene = drawChart(chartOf('line', values, { series: [{ key: 'a', name: 'A', values }] }), {
      width: 600,
      height: 300,
    });
    const [path] = of(scene, 'path');
    expect(path?.points.length).toBeLessThan(6000);
    expect(Math.min(...(path?.points ?? []).map(([, y]) => y))).toBeLessThan(40);
  });
});

describe('bars and slices', () => {
  it('carry their figures when they are few', () => {
    const series = [{ key: 'a', name: 'A', values: [1.005, 20] }];
    const valueFormat = { kind: 'decimal' as const, digits: 2 as const };
    expect(
      texts(drawChart(chartOf('bar', [1, 2], { series, valueFormat }), { width: 600, height: 200 })),
    ).toContain('1.01');
  });

  it('say how many bars did not fit, and cut long names', () => {
    const values = Array.from({ length: 300 }, (_, index) => index);
    const categories = values.map(
      (index) => `A very long name of a category that nobody can read in one go ${index}`,
    );
    const scene = drawChart(chartOf('bar', values, { categories }), { width: 400, height: 300 });
    expect(texts(scene).some((text) => /^and \d+ more$/.test(text))).toBe(true);
    expect(texts(scene).some((text) => text.endsWith('…'))).toBe(true);
  });

  it('become Other past eight parts', () => {
    const values = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1];
    const scene = drawChart(chartOf('pie', values), { width: 600, height: 240 });
    expect(of(scene, 'arc')).toHaveLength(8);
    expect(texts(scene)).toEqual(expect.arrayContaining(['Other (3)', '6.0', '10.9 %']));
  });

  it('draw a single part as a whole ring', () => {
    const arcs = of(drawChart(chartOf('doughnut', [0, 5]), { width: 600, height: 240 }), 'arc');
    expect(arcs).toHaveLength(2);
    expect(arcs.at(-1)?.to).toBeCloseTo(2 * Math.PI);
  });
});

describe('heat maps and timelines', () => {
  it('print figures in all cells or in none', () => {
    const chart = chartOf('heat', [1, 100_000, 3, 4, 5]);
    const count = (width: number): number =>
      texts(drawChart(chart, { width, height: 240 })).filter((text) => text === '1.0').length;
    expect(count(700)).toBe(3);
    expect(count(220)).toBe(0);
  });

  it('explain a shape in the legend when all its marks mean the same', () => {
    const scene = drawChart(chartOf('timeline', [60, 120]), { width: 700, height: 200 });
    expect(texts(scene).filter((text) => text === 'visit')).toHaveLength(1);
  });

  it('join lanes past sixty and marks past five thousand, and say so', () => {
    const marks = Array.from({ length: 6000 }, (_, index) => ({
      lane: `Unit ${index % 80}`,
      from: index,
      to: index + 5,
      shape: 'bar' as const,
    }));
    const scene = drawChart(chartOf('timeline', [], { marks }), { width: 700, height: 1000 });
    expect(texts(scene)).toEqual(expect.arrayContaining(['21 others', '6000 marks; neighbours joined']));
    expect(of(scene, 'rect').length).toBeLessThan(6000);
  });
});

describe('an SVG', () => {
  it('is an image with a title and a text alternative, its colours named by class', () => {
    const chart = chartOf('column', [1, 2], { title: 'A <b> & "c"', description: 'Two columns.' });
    const svg = sceneToSvg(drawChart(chart, { width: 400, height: 200 }), 'my id"');
    expect(svg).toContain(
      'role="img" aria-labelledby="myid-t myid-d"><title id="myid-t">A &lt;b&gt; &amp; &quot;c&quot;</title><desc id="myid-d">Two columns.</desc>',
    );
    expect(svg).toContain('class="f-series-1"');
    expect(svg).not.toMatch(/#[0-9a-f]{6}|style=/);
  });
});
