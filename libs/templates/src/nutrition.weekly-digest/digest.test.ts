import { foodLogExample } from '../nutrition.food-log/example';
import { MemoryFoodLogSource, type MemoryEntry } from '../nutrition.food-log/memory-source';
import { readDocument, type ReadDocument } from '../test-document';
import { weeklyDigestTemplate } from './index';

const { context } = foodLogExample;

const entry = (loggedOn: string, food: string, kcal: number | null): MemoryEntry => ({
  accountId: context.accountId,
  loggedOn,
  food,
  kcal,
  hour: null,
  meal: null,
  category: 'other',
  quantity: null,
  unit: null,
  source: 'api',
  createdAt: new Date('2024-03-11T00:00:00Z'),
});

const digest = async (
  entries: MemoryEntry[],
  parameters: Record<string, unknown> = {},
): Promise<ReadDocument> => {
  const resolved = weeklyDigestTemplate.resolve({ week: '2024-03-06', ...parameters }, context);
  return readDocument(
    await weeklyDigestTemplate.compose(new MemoryFoodLogSource(entries), resolved, context),
  );
};

describe('the weekly digest', () => {
  it.each([
    ['UTC', '2024-03-11T00:00:00Z', '2024-03-04'], // Monday: the week before is over
    ['UTC', '2024-03-10T23:59:59Z', '2024-02-26'], // Sunday: this week is still running
    ['America/Los_Angeles', '2024-03-11T06:59:59Z', '2024-02-26'], // still Sunday there, after the clocks changed
    ['America/Los_Angeles', '2024-03-11T07:00:00Z', '2024-03-04'],
  ])('is about the last week that is over, in %s at %s', (timeZone, requestedAt, week) => {
    expect(weeklyDigestTemplate.resolve({}, { ...context, timeZone, requestedAt })).toEqual({ week });
  });

  it('says the week in three sentences', async () => {
    const { texts } = await digest(
      [
        entry('2024-02-28', 'Pear', 100),
        entry('2024-03-04', 'Apple', 1900),
        entry('2024-03-05', 'Apple', 2100),
        entry('2024-03-05', 'Bread', 150),
      ],
      { kcalTarget: 2000 },
    );
    expect(texts[0]).toBe(
      '3 entries on 2 of 7 days, 1 more than the week before. ' +
        'The average is 2,075 kcal a day on 2 days with known energy, 75 kcal above the goal of 2,000. ' +
        'Logged most: Apple (2 times), out of 2 different foods.',
    );
  });

  it('does not judge energy that few entries carry', async () => {
    const { texts } = await digest([
      entry('2024-03-04', 'Apple', 90),
      entry('2024-03-04', 'Soup', null),
      entry('2024-03-04', 'Bread', null),
    ]);
    expect(texts[0]).toContain(
      'Only 33.3 % of the entries carry energy; what they carry is 90 kcal a day on 1 day with known energy.',
    );
  });

  it('draws seven days, of entries when no energy is known', async () => {
    const { charts } = await digest([entry('2024-03-04', 'Apple', null)], { kcalTarget: 2000 });
    expect(charts.get('week')?.series).toEqual([
      { key: 'entries', name: 'Entries', values: [1, 0, 0, 0, 0, 0, 0] },
    ]);
  });

  it('has something to say about an empty week', async () => {
    const { texts, tables } = await digest([]);
    expect(texts[0]).toContain('No entries this week. The week before had none.');
    expect(tables.get('topFoods')?.rows).toEqual([]);
  });
});
