import type { Snapshot } from '@pressroom/entities';
import { previousPeriod } from './buckets';
import { NUTRIENTS, type FoodCategory, type MealType } from './food-log';
import { BUCKET_NAMES, DAYS_SINCE_MONDAY, MONDAY, NUTRIENT_COLUMNS, sumOf } from './food-log-sql';
import type { FoodFigures, LogCell, LogGroups, PeriodFigures } from './food-log-figures';
import { conditionOf, type BucketedFilter, type LogFilter } from './log-filter';

const BATCH = 2000;

const nutrientColumns = NUTRIENTS.map((nutrient) => NUTRIENT_COLUMNS[nutrient]);

type Figures = { current: boolean; people: number; entries: number; days: number; personDays: number } & {
  streak: number;
} & Record<string, number | boolean | null>;

interface GroupRow {
  kind: number;
  bucket: string | null;
  week: string | null;
  category: FoodCategory | null;
  weekday: number | null;
  hour: number | null;
  meal: MealType | null;
  entries: number;
  kcal: number | null;
}

// GROUPING() of (bucket, week, category, weekday, hour, meal): a 0 bit is a column that the row is grouped by.
const BY = {
  bucket: 0b011111,
  category: 0b110111,
  categoryWeek: 0b100111,
  hour: 0b111001,
  meal: 0b111010,
};

/** Food logs as reports read them: few statements, each one pass over an index, all in one snapshot. */
export class PgFoodLogReader {
  constructor(private readonly snapshot: Snapshot) {}

  /** The period and the one of equal length before it. */
  async figures(filter: LogFilter): Promise<{ current: PeriodFigures; previous: PeriodFigures }> {
    const [rows, foods] = [await this.periodRows(filter), await this.uniqueFoods(filter)];
    const of = (current: boolean, unique: number): PeriodFigures =>
      figuresOf(
        rows.find((row) => row.current === current),
        unique,
      );
    return { current: of(true, foods.current), previous: of(false, foods.previous) };
  }

  /** As-of of the entries in the filter: when the newest was written; null when there are none. */
  async asOf(filter: LogFilter): Promise<Date | null> {
    const { sql, params } = conditionOf(filter);
    const [row] = await this.snapshot.query<{ at: Date | null }>(
      `SELECT max(created_at) AS at FROM food_logs WHERE ${sql}`,
      params,
    );
    return row?.at ?? null;
  }

  /** All countings of the period in one pass. Buckets without entries are not in it. */
  async groups(filter: BucketedFilter): Promise<LogGroups> {
    const { sql, params } = conditionOf(filter);
    const rows = await this.snapshot.query<GroupRow>(
      `SELECT grouping(bucket, week, category, weekday, hour, meal)::int AS kind,
              bucket::text, week::text, category, weekday, hour, meal, count(*)::int AS entries, ${sumOf('kcal')} AS kcal
         FROM (SELECT ${BUCKET_NAMES[filter.bucket]} AS bucket, ${MONDAY} AS week, category,
                      ${DAYS_SINCE_MONDAY} + 1 AS weekday,
                      local_hour AS hour, meal_type AS meal, kcal
                 FROM food_logs WHERE ${sql}) AS log
        GROUP BY GROUPING SETS ((bucket), (category), (week, category), (weekday, hour), (weekday, meal))
        ORDER BY kind, bucket, week, category, weekday, hour, meal`,
      params,
    );
    return groupsOf(rows);
  }

  /** The `top` foods by entries; ties by name (code point order). */
  topFoods(filter: LogFilter, top: number): Promise<FoodFigures[]> {
    const { sql, params, next } = conditionOf(filter);
    return this.snapshot.query<FoodFigures>(
      `SELECT food_name AS food, count(*)::int AS entries, max(logged_on)::text AS "lastEaten", ${sumOf('kcal')} AS kcal
         FROM food_logs WHERE ${sql}
        GROUP BY food_name ORDER BY entries DESC, food_name COLLATE "C" LIMIT $${next}`,
      [...params, top],
    );
  }

  /**
   * The raw entries by date, then in the order of writing: date, hour, meal, food, category, quantity, unit, kcal,
   * protein, carbohydrates, fat, fibre, sugar, sodium, source; for everyone's, the person's id at the end.
   */
  rows(filter: LogFilter): AsyncIterable<LogCell[][]> {
    const { sql, params } = conditionOf(filter);
    return this.snapshot.cursor(
      `SELECT logged_on, local_hour, meal_type, food_name, category, quantity, unit, ${nutrientColumns.join(', ')}, source
              ${filter.accountId === null ? ', account_id' : ''}
         FROM food_logs WHERE ${sql} ORDER BY logged_on, id`,
      params,
      BATCH,
    ) as AsyncIterable<LogCell[][]>;
  }

  private periodRows(filter: LogFilter): Promise<Figures[]> {
    const { sql, params, next } = conditionOf({ ...filter, from: previousPeriod(filter).from });
    const daily = nutrientColumns.map(
      (column) => `sum(${column}) AS ${column}, count(${column}) AS ${column}_n`,
    );
    const total = nutrientColumns.map(
      (column) =>
        `${sumOf(column)} AS ${column}, sum(${column}_n)::int AS ${column}_entries, count(${column})::int AS ${column}_days`,
    );
    return this.snapshot.query<Figures>(
      `WITH day AS (
         SELECT logged_on >= $${next}::date AS current, account_id, logged_on, count(*) AS n, ${daily.join(', ')}
           FROM food_logs WHERE ${sql} GROUP BY account_id, logged_on),
       run AS (
         SELECT current, count(*) AS length
           FROM (SELECT current, account_id,
                        logged_on - (row_number() OVER (PARTITION BY current, account_id ORDER BY logged_on))::int AS island
                   FROM day) AS dated
          GROUP BY current, account_id, island)
       SELECT current, count(DISTINCT account_id)::int AS people, sum(n)::int AS entries,
              count(DISTINCT logged_on)::int AS days, count(*)::int AS "personDays", ${total.join(', ')},
              (SELECT max(length)::int FROM run WHERE run.current = day.current) AS streak
         FROM day GROUP BY current`,
      [...params, filter.from],
    );
  }

  private async uniqueFoods(filter: LogFilter): Promise<{ current: number; previous: number }> {
    const { sql, params, next } = conditionOf({ ...filter, from: previousPeriod(filter).from });
    const [row] = await this.snapshot.query<{ current: number; previous: number }>(
      `SELECT count(*) FILTER (WHERE newest >= $${next}::date)::int AS current,
              count(*) FILTER (WHERE oldest < $${next}::date)::int AS previous
         FROM (SELECT max(logged_on) AS newest, min(logged_on) AS oldest
                 FROM food_logs WHERE ${sql} GROUP BY food_name) AS food`,
      [...params, filter.from],
    );
    return row ?? { current: 0, previous: 0 };
  }
}

function figuresOf(row: Figures | undefined, uniqueFoods: number): PeriodFigures {
  return {
    people: row?.people ?? 0,
    entries: row?.entries ?? 0,
    days: row?.days ?? 0,
    personDays: row?.personDays ?? 0,
    uniqueFoods,
    longestStreak: row?.streak ?? 0,
    nutrients: NUTRIENTS.map((nutrient) => {
      const column = NUTRIENT_COLUMNS[nutrient];
      return {
        nutrient,
        sum: Number(row?.[column] ?? 0),
        entries: Number(row?.[`${column}_entries`] ?? 0),
        days: Number(row?.[`${column}_days`] ?? 0),
      };
    }),
  };
}

function groupsOf(rows: readonly GroupRow[]): LogGroups {
  const groups: LogGroups = { buckets: [], categories: [], categoryWeeks: [], hours: [], meals: [] };
  for (const { kind, bucket, week, category, weekday, hour, meal, entries, kcal } of rows) {
    if (kind === BY.bucket && bucket !== null) groups.buckets.push({ bucket, entries, kcal });
    else if (kind === BY.category && category !== null) groups.categories.push({ category, entries, kcal });
    else if (kind === BY.categoryWeek && week !== null && category !== null)
      groups.categoryWeeks.push({ week, category, entries });
    else if (kind === BY.hour && weekday !== null) groups.hours.push({ weekday, hour, entries });
    else if (kind === BY.meal && weekday !== null) groups.meals.push({ weekday, meal, entries });
  }
  return groups;
}
