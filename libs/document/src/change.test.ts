import { describeChange } from './change';
import type { Fact } from './document';

const fact = (value: Fact['value'], reference: number | null, goodWhen?: 'up' | 'down'): Fact => ({
  key: 'kcal',
  label: 'Energy',
  value,
  format: { kind: 'integer' },
  change: { reference, label: 'last week', ...(goodWhen === undefined ? {} : { goodWhen }) },
});

describe('describeChange', () => {
  it('tells direction, size and reference in words', () => {
    expect(describeChange(fact(90, 80, 'up'))).toEqual({
      direction: 'up',
      good: true,
      text: '▲ 12.5 % against last week (80)',
    });
    expect(describeChange(fact(60, 80, 'up'))).toMatchObject({ direction: 'down', good: false });
    expect(describeChange(fact(80, 80, 'up'))).toEqual({
      direction: 'same',
      good: null,
      text: '= unchanged against last week (80)',
    });
  });

  it('does not divide by zero and compares shares by points', () => {
    expect(describeChange(fact(5, 0))?.text).toBe('▲ against last week (0)');
    const share: Fact = { ...fact(0.3, 0.25), format: { kind: 'percent', digits: 0 } };
    expect(describeChange(share)?.text).toBe('▲ 5.0 points against last week (25 %)');
  });

  it('says nothing when a value is missing', () => {
    expect(describeChange(fact(null, 80))).toBeNull();
    expect(describeChange(fact(80, null))).toBeNull();
    expect(describeChange(fact(Number.NaN, 80))).toBeNull();
  });
});
