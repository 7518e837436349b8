import { AWKWARD_ENTRIES } from '../awkward-entries';
import { readDocument, type ReadDocument } from '../test-document';
import { foodLogExample } from './example';
import { foodLogTemplate } from './index';
import { MemoryFoodLogSource, type MemoryEntry } from './memory-source';

const { context } = foodLogExample;

const made = async (
  entries: readonly MemoryEntry[],
  parameters: Record<string, unknown>,
  role: 'member' | 'operator' = 'member',
): Promise<ReadDocument> => {
  const asker = { ...context, role };
  const resolved = foodLogTemplate.resolve(parameters, asker);
  return readDocument(await foodLogTemplate.compose(new MemoryFoodLogSource(entries), resolved, asker));
};

const [first] = AWKWARD_ENTRIES;
const apple = (more: Partial<MemoryEntry>): MemoryEntry => {
  if (first === undefined) throw new Error('no entries');
  return { ...first, loggedOn: '2024-02-28', meal: null, kcal: null, ...more };
};

describe('the food-log report', () => {
  it('has six sections and the headers that readers rely on', async () => {
    const { sections, tables } = await made(AWKWARD_ENTRIES, foodLogExample.parameters);
    expect(sections).toEqual(['Summary', 'Trends', 'Top Foods', 'By Category', 'Habits', 'Log']);
    expect(tables.get('trends')?.headers).toEqual(['Date', 'Entries', 'Moving average', 'Energy (kcal)']);
    expect(tables.get('topFoods')?.headers.slice(0, 2)).toEqual(['Food', 'Count']);
    expect(tables.get('byCategory')?.headers.slice(0, 2)).toEqual(['Category', 'Count']);
  });

  it('counts days without entries as 0, but knows no energy for them', async () => {
    const entries = ['2024-03-01', '2024-03-01', '2024-03-08'].map((loggedOn) =>
      apple({ loggedOn, kcal: 52 }),
    );
    const { tables } = await made(entries, { from: '2024-03-01', to: '2024-03-08' });
    expect(tables.get('trends')?.rows).toEqual([
      ['2024-03-01', 2, null, 104],
      ...[2, 3, 4, 5, 6].map((day) => [`2024-03-0${day}`, 0, null, null]),
      ['2024-03-07', 0, 2 / 7, null],
      ['2024-03-08', 1, 1 / 7, 52],
    ]);
  });

  it('does not let a half-filled column look like a small intake', async () => {
    const entries = [
      apple({ loggedOn: '2024-03-01', kcal: 500 }),
      apple({ loggedOn: '2024-03-02' }),
      apple({ loggedOn: '2024-03-03', kcal: 300 }),
      apple({ loggedOn: '2024-03-03' }),
    ];
    const { tables, facts } = await made(entries, { from: '2024-03-01', to: '2024-03-07' });
    expect(tables.get('nutrients')?.rows[0]?.slice(0, 5)).toEqual(['Energy', 'kcal', 400, 2, 0.5]);
    expect(facts.get('energyPerDay')).toBe(400);
    expect(tables.get('nutrients')?.rows[1]?.slice(2, 5)).toEqual([null, 0, 0]);
  });

  it('orders equal counts by name and says when a food was last eaten', async () => {
    const entries = [
      apple({ food: 'b', loggedOn: '2024-03-01' }),
      apple({ food: 'a', loggedOn: '2024-03-02' }),
      apple({ food: 'B', loggedOn: '2024-03-03' }),
      apple({ food: 'c', loggedOn: '2024-03-01' }),
      apple({ food: 'c', loggedOn: '2024-03-04' }),
    ];
    const { tables } = await made(entries, { from: '2024-03-01', to: '2024-03-07', top: 3 });
    expect(tables.get('topFoods')?.rows.map((row) => row.slice(0, 4))).toEqual([
      ['c', 2, 0.4, '2024-03-04'],
      ['B', 1, 0.2, '2024-03-03'],
      ['a', 1, 0.2, '2024-03-02'],
    ]);
  });

  it('compares with the period of equal length before', async () => {
    const entries = ['2024-02-29', '2024-03-01', '2024-03-02'].map((loggedOn) => apple({ loggedOn }));
    const { tables } = await made(entries, { from: '2024-03-01', to: '2024-03-02' });
    const summary = tables.get('summary');
    const columnOf = (header: string) => summary?.rows.map((row) => row[summary.headers.indexOf(header)]);
    expect(columnOf('Period')).toEqual(['This period', 'Previous period', 'Change']);
    expect(columnOf('Entries')).toEqual([2, 1, 1]);
    expect(columnOf('Longest streak (days)')).toEqual([2, 1, 1]);
  });

  it('is a valid document that says so when the period is empty', async () => {
    const { sections, tables, texts, facts } = await made([], { from: '2024-03-01', to: '2024-03-03' });
    expect(sections).toHaveLength(6);
    expect(texts[0]).toBe(
      'No entries from 2024-03-01 to 2024-03-03. Every figure below is therefore zero or empty.',
    );
    expect(tables.get('trends')?.rows.map((row) => row[1])).toEqual([0, 0, 0]);
    expect(tables.get('log')?.rows).toEqual([]);
    expect(facts.get('entriesPerDay')).toBeNull();
  });

  it('counts a day once for each person when everyone is asked for', async () => {
    const other = '0190a1b2-c3d4-7e5f-8a9b-000000000000';
    const entries = [
      apple({ kcal: 100 }),
      apple({ kcal: 300, accountId: other }),
      apple({ accountId: other }),
    ];
    const asked = { from: '2024-02-28', to: '2024-02-28', scope: 'everyone' };
    const { facts, tables } = await made(entries, asked, 'operator');
    expect([facts.get('people'), facts.get('daysLogged'), facts.get('personDays')]).toEqual([2, 1, 2]);
    expect(facts.get('energyPerDay')).toBe(200);
    expect(tables.get('log')?.rows.map((row) => row.at(-1))).toEqual([context.accountId, other, other]);
  });

  it('shows habits by hour only where hours are known', async () => {
    const { tables } = await made([apple({ hour: null })], { from: '2024-02-26', to: '2024-03-03' });
    expect(tables.has('habits')).toBe(false);
    expect(tables.get('habitMeals')?.rows.find(([day]) => day === 'Wednesday')).toEqual([
      'Wednesday',
      0,
      0,
      0,
      0,
      1,
    ]);
  });
});
