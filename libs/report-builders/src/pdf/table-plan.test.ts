import { planTable } from './table-plan';
import { Press } from './press';
import type { Column } from '@pressroom/document';
import type { TablePlan } from './table-plan';

const offer = { portrait: 500, landscape: 750 };
const { typesetter } = new Press({ title: 'T', subject: '', language: 'en', asOf: null });
const plan = (columns: readonly Column[], ...rows: readonly (readonly string[])[]): TablePlan =>
  planTable(columns, rows, offer, typesetter);
const text = (title: string): Column => ({ key: 'k', title, format: { kind: 'text' } });
const number = (title: string): Column => ({ key: 'n', title, format: { kind: 'integer' } });
const total = (widths: readonly number[]): number => widths.reduce((sum, width) => sum + width, 0);

describe('the layout of a table', () => {
  it('stays upright and within the page when the columns fit', () => {
    const { orientation, widths, alignRight, slices } = plan(
      [text('Name'), number('Count')],
      ['Some name', '1,234'],
    );
    expect(orientation).toBe('portrait');
    expect(total(widths)).toBeLessThanOrEqual(offer.portrait);
    expect(alignRight).toEqual([false, true]);
    expect(slices).toHaveLength(1);
  });

  it('gives spare room to long texts first', () => {
    const { widths } = plan([text('Id'), text('Text')], ['1', 'long words '.repeat(100)]);
    expect(widths[1]).toBeGreaterThan(10 * (widths[0] ?? 0));
    expect(total(widths)).toBeCloseTo(offer.portrait, 0);
  });

  it('never squeezes figures', () => {
    const { widths } = plan([text('Text'), number('Count')], ['long words '.repeat(100), '1,234,567,890']);
    expect((widths[1] ?? 0) * (1000 / 7.5)).toBeGreaterThan(typesetter.advance('1,234,567,890', 'regular'));
  });

  it('puts every column in exactly one group, the first in each', () => {
    const columns = [text('Name'), ...Array.from({ length: 80 }, (_, index) => number(`Number ${index}`))];
    const { slices, orientation } = plan(
      columns,
      columns.map(() => '1,234,567'),
    );
    expect(orientation).toBe('landscape');
    for (const slice of slices) {
      expect(slice.columns[0]).toBe(0);
      expect(slice.width).toBeLessThanOrEqual(offer.landscape);
    }
    const own = slices.flatMap((slice) => (slice.repeatsFirst ? slice.columns.slice(1) : slice.columns));
    expect(own).toEqual(columns.map((_, index) => index));
  });
});
