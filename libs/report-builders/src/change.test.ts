import type { Fact } from '@pressroom/document';
import { changeOf } from './change';

const fact = (value: Fact['value'], reference: number | null, more: Partial<Fact> = {}): Fact => ({
  key: 'k',
  label: 'Energy',
  value,
  format: { kind: 'integer' },
  change: { reference, label: 'last week', goodWhen: 'up' },
  ...more,
});

describe('a figure against its reference', () => {
  it('says how much it rose or fell, and whether that is good', () => {
    expect(changeOf(fact(1100, 1000))).toEqual({
      direction: 'up',
      good: true,
      text: 'up 100 (10.0 %)',
      reference: 'last week: 1,000',
    });
    expect(changeOf(fact(900, 1000, { unit: 'kcal' }))).toMatchObject({
      good: false,
      text: 'down 100 (10.0 %)',
      reference: 'last week: 1,000 kcal',
    });
  });

  it('speaks of points where the figure is a share', () => {
    const format = { kind: 'percent', digits: 1 } as const;
    expect(changeOf(fact(0.183, 0.201, { format }))?.text).toBe('down 1.8 points');
  });

  it('gives no percentage of nothing', () => {
    expect(changeOf(fact(5, 0))?.text).toBe('up 5');
  });

  it('calls unchanged what looks the same', () => {
    expect(changeOf(fact(1000.2, 1000))).toMatchObject({ direction: 'same', good: null, text: 'unchanged' });
  });

  it('compares nothing where a side is missing', () => {
    expect(changeOf(fact(null, 5))).toMatchObject({ direction: 'none', text: '' });
    expect(changeOf(fact(5, null))?.reference).toBe('last week: no data');
    expect(changeOf(fact('words', 5))?.text).toBe('');
    expect(changeOf(fact(Number.NaN, 5))?.text).toBe('');
    const { change: _change, ...plain } = fact(5, 5);
    expect(changeOf(plain)).toBeNull();
  });
});
