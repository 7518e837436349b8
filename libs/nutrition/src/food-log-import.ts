import {
  copyText,
  type FileSetting,
  type ImportKind,
  type Refusal,
  refuse,
  type RowReader,
} from '@pressroom/imports';
import { MOST } from './food-log';
import { DateColumn, type DateOrder } from './food-log-import-dates';
import { applyFoodLogs, STAGING } from './food-log-import-sql';
import { categoryOf, mealOf } from './food-log-import-words';
import { localHourOf } from './local-hour';

/** Columns that hold an amount, in the order of the staging table, with the most that is believed. */
const AMOUNTS = [
  {
    name: 'Calories (kcal)',
    most: MOST.kcal,
    synonyms: ['Calories', 'kcal', 'Energy', 'Energy (kcal)', 'Calorie', 'cals'],
  },
  { name: 'Protein (g)', most: MOST.grams, synonyms: ['Protein', 'Proteins', 'Proteins (g)', 'proteinG'] },
  {
    name: 'Carbohydrates (g)',
    most: MOST.grams,
    synonyms: [
      'Carbohydrates',
      'Carbohydrate (g)',
      'Carbohydrate',
      'Carbs',
      'Carbs (g)',
      'Net carbs (g)',
      'carbsG',
    ],
  },
  {
    name: 'Fat (g)',
    most: MOST.grams,
    synonyms: ['Fat', 'Fats', 'Fats (g)', 'Total fat', 'Total fat (g)', 'fatG'],
  },
  {
    name: 'Fiber (g)',
    most: MOST.grams,
    synonyms: ['Fiber', 'Fibre', 'Fibre (g)', 'Dietary fiber (g)', 'fibreG'],
  },
  {
    name: 'Sugars (g)',
    most: MOST.grams,
    synonyms: ['Sugar', 'Sugars', 'Sugar (g)', 'Total sugars (g)', 'sugarG'],
  },
  { name: 'Sodium (mg)', most: MOST.sodiumMg, synonyms: ['Sodium', 'sodiumMg'] },
] as const;

const QUANTITY = { name: 'Quantity', most: MOST.quantity } as const;

/** Food diaries as apps export them. Query `dateOrder` (`mdy` or `dmy`) settles dates that the column leaves open. */
export const foodLogImport: ImportKind = {
  name: 'food-logs',
  columns: [
    {
      name: 'Date',
      required: true,
      synonyms: ['Logged on', 'Log date', 'Day', 'Entry date', 'Diary date', 'Date eaten'],
    },
    {
      name: 'Food_Item',
      required: true,
      synonyms: ['Food', 'Food name', 'Item', 'Item name', 'Name', 'Description', 'Dish'],
    },
    { name: 'Category', synonyms: ['Food category', 'Food group', 'Group'] },
    { name: 'Meal_Type', synonyms: ['Meal', 'Meal name', 'Type of meal'] },
    { name: 'Logged_At', synonyms: ['Timestamp', 'Eaten at', 'Instant'] },
    { name: QUANTITY.name, synonyms: ['Amount', 'Qty'] },
    { name: 'Unit', synonyms: ['Units', 'Measure'] },
    ...AMOUNTS,
  ],
  passedOver: [
    {
      headers: ['User_ID', 'User', 'Person', 'Person_ID', 'Member_ID', 'Account'],
      note: 'the column that names people was ignored: every row belongs to the account that imported it',
    },
  ],
  staging: STAGING,
  open: (file) => new FoodLogRows(file),
  apply: applyFoodLogs,
};

const EXISTS = 'must be an existing date such as 2024-09-11 or 9/11/2024';

/** Reads the rows of a diary; more columns may follow those of the kind. */
export class FoodLogRows implements RowReader {
  private readonly dates: DateColumn;

  constructor(private readonly file: FileSetting) {
    const order = file.options['dateOrder'];
    this.dates = new DateColumn(order === 'mdy' || order === 'dmy' ? (order satisfies DateOrder) : null);
  }

  readonly survey = ([date = '']: readonly string[]): void => this.dates.survey(date);
  readonly decide = (): void => this.dates.decide();

  stage(values: readonly string[]): string | Refusal {
    const [date = '', food = '', category = '', meal = '', at = '', quantity = '', unit = ''] = values;
    const loggedOn = this.dates.read(date);
    if (loggedOn === null) return refuse('Date', EXISTS);
    const name = wordsOf(food, 'Food_Item', 100);
    if (name === null) return refuse('Food_Item', 'is empty');
    if (typeof name !== 'string') return name;
    const group = this.file.present.has('Category') ? categoryOf(category) : 'other';
    if (group === null) return refuse('Category', 'is not a category of food');
    const mealType = meal.trim() === '' ? null : mealOf(meal);
    if (mealType === null && meal.trim() !== '')
      return refuse('Meal_Type', 'must be breakfast, lunch, dinner or snack');
    const loggedAt = instantOf(at);
    if (loggedAt !== null && typeof loggedAt !== 'string') return loggedAt;
    const amount = amountOf(quantity, QUANTITY);
    if (typeof amount === 'object' && amount !== null) return amount;
    const measure = wordsOf(unit, 'Unit', 30);
    if (typeof measure === 'object' && measure !== null) return measure;
    const hour = loggedAt === null ? null : localHourOf(loggedAt);
    let row = [name, group, loggedOn, loggedAt, hour, mealType, amount, measure].map(copyText).join('\t');
    for (const [index, column] of AMOUNTS.entries()) {
      const nutrient = amountOf(values[7 + index] ?? '', column);
      if (typeof nutrient === 'object' && nutrient !== null) return nutrient;
      row += `\t${copyText(nutrient)}`;
    }
    return row;
  }

  notes(): readonly string[] {
    const order = this.dates.note();
    return [
      ...(order === null ? [] : [order]),
      ...(this.file.present.has('Category')
        ? []
        : ['there is no column of categories: every row is of the category other']),
    ];
  }
}

/** Trimmed text; null when there is none. */
export function wordsOf(value: string, column: string, most: number): string | Refusal | null {
  const text = value.trim();
  if (text === '') return null;
  return text.length > most && [...text].length > most
    ? refuse(column, `has more than ${most} characters`)
    : text;
}

const PLAIN = /^\d+(?:\.\d+)?$/;
const GROUPED = /^\d{1,3}(?:,\d{3})+\.\d+$|^\d{1,3}(?:,\d{3}){2,}$/;
const COMMA = /^\d+,\d+$/;
const TWO_WAYS = /^[1-9]\d{0,2},\d{3}$/;

/** A number from 0; null when the cell is empty. Accepts `1234.5`, `1,234.5` and `12,5`. */
function amountOf(value: string, { name, most }: { name: string; most: number }): number | Refusal | null {
  const text = value.trim();
  if (text === '') return null;
  if (TWO_WAYS.test(text)) return refuse(name, 'can be read in two ways: write it without the comma');
  const written = GROUPED.test(text)
    ? text.replaceAll(',', '')
    : COMMA.test(text)
      ? text.replace(',', '.')
      : text;
  const number = PLAIN.test(written) ? Number(written) : Number.NaN;
  return number >= 0 && number <= most ? number : refuse(name, `must be a number from 0 to ${most}`);
}

const INSTANT =
  /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/;

function instantOf(value: string): string | Refusal | null {
  const text = value.trim();
  if (text === '') return null;
  return INSTANT.test(text) && !Number.isNaN(Date.parse(text))
    ? text
    : refuse('Logged_At', 'must be an RFC 3339 time with its offset');
}
