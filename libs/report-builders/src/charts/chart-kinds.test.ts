import { chartOf } from '../../../../test/support/sample-chart';
import { drawChart, sceneToSvg } from './index';
import type { Mark, Scene } from './index';

const texts = (scene: Scene): string[] =>
  scene.marks.flatMap((mark) => (mark.kind === 'text' ? [mark.text] : []));
const of = <Kind extends Mark['kind']>(scene: Scene, kind: Kind): Extract<Mark, { kind: Kind }>[] =>
  scene.marks.filter((mark): mark is Extract<Mark, { kind: Kind }> => mark.kind === kind);

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
