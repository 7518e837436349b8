import { foodLogImport } from './index';

type Options = Record<string, string>;

/** Rows of cells under the kind's column names → what is staged, or the refusal. */
function staged(rows: Record<string, string>[], options: Options = {}) {
  const names = foodLogImport.columns.map(({ name }) => name);
  const present = new Set(rows.flatMap((row) => Object.keys(row)));
  const reader = foodLogImport.open({ present, options });
  const values = rows.map((row) => names.map((name) => row[name] ?? ''));
  for (const each of values) reader.survey?.(each);
  reader.decide?.();
  return values.map((each) => {
    const row = reader.stage(each);
    return typeof row === 'string' ? row.split('\t') : row;
  });
}

const egg = { Date: '2024-02-29', Food_Item: ' Egg ', Category: 'Meat' };
const one = (more: Record<string, string>) => staged([{ ...egg, ...more }])[0];
const dates = (column: string[], options: Options = {}) =>
  staged(
    column.map((Date) => ({ ...egg, Date })),
    options,
  ).map((row) => (Array.isArray(row) ? row[2] : row.column));

describe('a row of a food diary', () => {
  it('needs a date and a food, and knows the words of exports', () => {
    expect(one({ Meal_Type: 'Supper', 'Calories (kcal)': '1,234.5', 'Sodium (mg)': '7' })).toEqual([
      ...['Egg', 'protein', '2024-02-29', '\\N', '\\N', 'dinner', '\\N', '\\N'],
      ...['1234.5', '\\N', '\\N', '\\N', '\\N', '\\N', '7'],
    ]);
    const words = [
      'Fruits',
      'VEGETABLES',
      'dairy',
      'Grains',
      'Beverages',
      'Snacks',
      'Eggs',
      'Berries',
      ' seafood ',
    ];
    expect(words.map((Category) => (one({ Category }) as string[])[1])).toEqual([
      'fruit',
      'vegetable',
      'dairy',
      'grain',
      'beverage',
      'snack',
      'protein',
      'fruit',
      'protein',
    ]);
    expect(staged([{ Date: '2024-01-01', Food_Item: 'Tea' }])[0]).toContain('other');
  });

  it.each([
    ['Date', '2023-02-29'],
    ['Date', 'yesterday'],
    ['Date', '1899-01-01'],
    ['Food_Item', '  '],
    ['Food_Item', 'x'.repeat(101)],
    ['Category', 'Soap'],
    ['Category', ''],
    ['Category', 'constructor'],
    ['Meal_Type', 'Brunch'],
    ['Logged_At', '2024-02-29 12:00'],
    ['Quantity', '-1'],
    ['Unit', 'x'.repeat(31)],
    ['Calories (kcal)', '50001'],
    ['Calories (kcal)', '1e3'],
    ['Calories (kcal)', '1,234'],
    ['Fat (g)', 'NaN'],
    ['Sodium (mg)', '=1+1'],
  ])('is refused for its %s when that is %p', (column, value) => {
    expect(one({ [column]: value })).toMatchObject({ column });
  });

  it('keeps an instant with the hour on the wall where it was eaten', () => {
    expect((one({ Logged_At: '2024-02-29T23:30:00-05:00' }) as string[]).slice(3, 5)).toEqual([
      '2024-02-29T23:30:00-05:00',
      '23',
    ]);
  });
});

describe('the order of day and month', () => {
  it('is told by the whole column', () => {
    expect(dates(['9/11/2024', '12/17/2024', '2024-01-02'])).toEqual([
      '2024-09-11',
      '2024-12-17',
      '2024-01-02',
    ]);
    expect(dates(['9.11.2024', '17.12.2024'])).toEqual(['2024-11-09', '2024-12-17']);
    expect(dates(['3/3/2024', '2024/7/1'])).toEqual(['2024-03-03', '2024-07-01']);
  });

  it('is asked for when the column does not tell, or says both', () => {
    expect(() => dates(['9/11/2024', '1/2/2024'])).toThrow('?dateOrder=mdy or ?dateOrder=dmy');
    expect(() => dates(['13/1/2024', '1/13/2024'])).toThrow('1 dates have the day first and 1 the month');
    expect(dates(['9/11/2024', '13/1/2024', '1/13/2024'], { dateOrder: 'dmy' })).toEqual([
      '2024-11-09',
      '2024-01-13',
      'Date',
    ]);
  });

  it('is not told by what is no date at all', () => {
    expect(dates(['13/14/2024', '1/20/2024'])).toEqual(['Date', '2024-01-20']);
  });
});
