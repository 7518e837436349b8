import { DomainError } from '@pressroom/kernel';
import { readDocument, type ReadDocument } from '../test-document';
import { intakeExample } from './example';
import { intakeTemplate } from './index';
import { MemoryIntakeSource } from './memory-source';

const { context, source, parameters } = intakeExample;

const intake = async (more: Record<string, unknown> = {}, from: unknown = source): Promise<ReadDocument> => {
  const resolved = intakeTemplate.resolve({ ...parameters, ...more }, context);
  return readDocument(await intakeTemplate.compose(from, resolved, context));
};

const cell = (document: ReadDocument, table: string, row: string, header: string) => {
  const read = document.tables.get(table);
  return read?.rows.find(([name]) => name === row)?.[read.headers.indexOf(header)];
};

describe('the intake report', () => {
  it('has twelve sections', async () => {
    expect((await intake()).sections).toEqual([
      'Summary',
      'Daily trend',
      'Weekly',
      'Monthly',
      'Macros',
      'Nutrients vs DRI',
      'Top items',
      'Categories',
      'Heat map',
      'Meals',
      'Log',
      'Notes',
    ]);
  });

  it('prints how many days its averages stand on, and how reliable they are', async () => {
    const { facts, texts } = await intake();
    expect([facts.get('daysLogged'), facts.get('completeDays')]).toEqual([26, 25]);
    expect(facts.get('quality')).toBe('A');
    expect(texts[1]).toContain('On 25 complete days the average is');
    expect(texts[2]).toMatch(/^Energy is rising by about \d+ kcal a week\.$/);
  });

  it('hides a nutrient that too little of the energy carries, and says why', async () => {
    const document = await intake();
    expect(document.tables.get('nutrients')?.rows.map(([name]) => name)).not.toContain('Sugar');
    expect(cell(document, 'hiddenNutrients', 'Sugar', 'Reason')).toMatch(
      /^carried by \d+\.\d % of the logged/,
    );
    expect(cell(document, 'hiddenNutrients', 'Vitamin B12', 'Reason')).toBe('food logs do not record it');
    expect(document.tables.get('daily')?.headers).not.toContain('Sugar (g)');
  });

  it('takes goals first and reference intakes where there is no goal', async () => {
    const document = await intake();
    const target = (name: string) => [
      cell(document, 'nutrients', name, 'Target'),
      cell(document, 'nutrients', name, 'Kind'),
      cell(document, 'nutrients', name, 'Upper value'),
    ];
    expect(target('Energy')).toEqual([1800, 'goal', null]);
    expect(target('Carbohydrates')).toEqual([null, null, null]);
    expect(target('Fibre')).toEqual([25, 'AI', null]);
    expect(target('Sodium')).toEqual([1500, 'AI', 2300]);
    const dri = await intake({ targets: 'dri' });
    expect(cell(dri, 'nutrients', 'Energy', 'Target')).toBeNull();
    expect(cell(dri, 'nutrients', 'Fibre', 'Target')).toBe(25);
  });

  it('never calls anybody deficient', async () => {
    const { texts, tables } = await intake();
    expect(JSON.stringify([texts, [...tables]])).not.toMatch(/deficien/i);
  });

  it('switches targets off when only part of the diary is counted, and says so', async () => {
    const document = await intake({ categories: ['grain'] });
    expect(document.tables.get('nutrients')?.rows.every((row) => row[3] === null)).toBe(true);
    expect(document.facts.has('adherence')).toBe(false);
    expect(document.texts.join(' ')).toContain('targets are switched off');
    expect(cell(document, 'settings', 'Targets', 'Value')).toContain('off');
    expect(document.charts.get('dailyEnergy')?.series.map(({ key }) => key)).toEqual(['kcal', 'average7']);
  });

  it('counts a day without entries as unknown, never as zero', async () => {
    const { tables } = await intake();
    const day = tables.get('daily')?.rows.find(([date]) => date === '2024-02-14');
    expect(day?.slice(0, 5)).toEqual(['2024-02-14', 0, 0, null, null]);
    const averages = tables.get('daily')?.rows.map((row) => row.at(-2));
    expect(averages?.every((value) => value !== null)).toBe(true);
  });

  it('adds the shares of energy up to one', async () => {
    const { tables } = await intake();
    const shares = tables.get('macros')?.rows.map((row) => Number(row[3])) ?? [];
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  it('leaves the comparison out when it is not wanted', async () => {
    const { tables } = await intake();
    expect([tables.has('comparisonCounts'), tables.has('comparison')]).toEqual([true, true]);
    expect((await intake({ compare: false })).tables.has('comparison')).toBe(false);
  });

  it('is a valid document of an empty diary', async () => {
    const { sections, facts, texts, tables } = await intake({}, new MemoryIntakeSource([]));
    expect(sections).toHaveLength(12);
    expect(facts.get('completeDays')).toBe(0);
    expect(texts.slice(0, 3)).toEqual([
      '0 entries on 0 of 28 days.',
      'No day is complete enough to say what was eaten on average.',
      'There are too few complete days for a trend.',
    ]);
    expect(tables.get('daily')?.rows).toHaveLength(28);
  });

  it('needs sex and age for reference intakes', () => {
    const flaws = (asked: Record<string, unknown>): unknown => {
      try {
        return intakeTemplate.resolve(asked, context);
      } catch (error) {
        return error instanceof DomainError ? error.flaws.map(({ pointer }) => pointer) : error;
      }
    };
    expect(flaws({ targets: 'dri' })).toEqual(['/parameters/sex', '/parameters/age']);
    expect(flaws({ targets: 'dri', sex: 'male', age: 18 })).toEqual(['/parameters/age']);
    expect(flaws({ foods: ['a', 'a'], meals: ['brunch'], kcalTarget: 0 })).toEqual([
      '/parameters/meals/0',
      '/parameters/foods',
      '/parameters/kcalTarget',
    ]);
  });
});
