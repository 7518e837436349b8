import type { Snapshot } from '@pressroom/entities';
import { NUTRIENTS, type FoodCategory, type Nutrient } from './food-log';
import { BUCKET_NAMES, DAYS_SINCE_MONDAY, MONDAY, NUTRIENT_COLUMNS, sumOf } from './food-log-sql';
import { PgFoodLogReader } from './food-log-reader';
import { eachNutrient } from './intake-analysis';
import type {
  CategoryBucket,
  CategoryIntake,
  DayIntake,
  FoodIntake,
  HourEntries,
  IntakeFilter,
  MealIntake,
  NutrientAmounts,
  TopIntake,
  WeekVariety,
} from './intake-figures';
import { conditionOf } from './log-filter';

const AMOUNTS = NUTRIENTS.map((nutrient) => `${sumOf(NUTRIENT_COLUMNS[nutrient])} AS "${nutrient}"`).join(
  ', ',
);

const REACH = NUTRIENTS.map((nutrient) =>
  nutrient === 'kcal'
    ? `count(kcal)::int AS "kcalReach"`
    : `coalesce(${sumOf('kcal', `${NUTRIENT_COLUMNS[nutrient]} IS NOT NULL`)}, 0) AS "${nutrient}Reach"`,
).join(', ');

/** An entry without a meal counts as that of its hour. */
const MEAL_OF_HOUR = `coalesce(meal_type, CASE WHEN local_hour < 11 THEN 'breakfast' WHEN local_hour < 16 THEN 'lunch'
  WHEN local_hour >= 16 THEN 'dinner' END)`;

const CONTRIBUTORS = 5;

type Amounts = Record<Nutrient, number | null>;
type DayRow = Omit<DayIntake, 'amounts' | 'reach'> & Amounts & Record<string, number>;
type FoodRow = Omit<FoodIntake, 'amounts'> &
  Amounts &
  Record<`${string}Rank`, number> & { uniqueFoods: number };

/** One person's intake as reports read it: counting, grouping and ranking happen in PostgreSQL. */
export class PgIntakeReader {
  constructor(private readonly snapshot: Snapshot) {}

  /** Logged dates in ascending order; those without an entry are not in it. */
  async days(filter: IntakeFilter): Promise<DayIntake[]> {
    const { sql, params } = conditionOf(filter);
    const rows = await this.snapshot.query<DayRow>(
      `SELECT logged_on::text AS date, count(*)::int AS entries, count(DISTINCT ${MEAL_OF_HOUR})::int AS meals,
              ${AMOUNTS}, ${REACH}, min(local_hour)::int AS "firstHour", max(local_hour)::int AS "lastHour",
              coalesce(${sumOf('kcal', 'local_hour IS NOT NULL')}, 0) AS "timedKcal",
              coalesce(${sumOf('kcal', 'local_hour >= 20')}, 0) AS "lateKcal"
         FROM food_logs WHERE ${sql} GROUP BY logged_on ORDER BY logged_on`,
      params,
    );
    return rows.map((row) => ({
      date: row.date,
      entries: row.entries,
      meals: row.meals,
      amounts: amountsOf(row),
      reach: eachNutrient((nutrient) => row[`${nutrient}Reach`] ?? 0),
      firstHour: row.firstHour,
      lastHour: row.lastHour,
      timedKcal: row.timedKcal,
      lateKcal: row.lateKcal,
    }));
  }

  weeks(filter: IntakeFilter): Promise<WeekVariety[]> {
    const { sql, params } = conditionOf(filter);
    return this.snapshot.query<WeekVariety>(
      `SELECT (${MONDAY})::text AS week, count(DISTINCT food_name)::int AS foods,
              count(DISTINCT food_name) FILTER (WHERE category IN ('fruit', 'vegetable', 'grain'))::int AS plants
         FROM food_logs WHERE ${sql} GROUP BY 1 ORDER BY 1`,
      params,
    );
  }

  /** Ranks every food by entries, energy and each nutrient, ties by name, and keeps those that some table shows. */
  async top(filter: IntakeFilter, top: number): Promise<TopIntake> {
    const { sql, params, next } = conditionOf(filter);
    const rank = (order: string, name: string): string =>
      `row_number() OVER (ORDER BY ${order}, food COLLATE "C")::int AS "${name}Rank"`;
    const ranks = [
      rank('entries DESC', 'entries'),
      ...NUTRIENTS.map((nutrient) => rank(`"${nutrient}" DESC NULLS LAST`, nutrient)),
    ];
    const rows = await this.snapshot.query<FoodRow>(
      `WITH food AS (
         SELECT food_name AS food, count(*)::int AS entries, max(logged_on)::text AS "lastEaten", ${AMOUNTS},
                CASE WHEN min(unit) = max(unit) THEN avg(quantity) FILTER (WHERE unit IS NOT NULL) END AS portion,
                CASE WHEN min(unit) = max(unit) THEN min(unit) END AS unit
           FROM food_logs WHERE ${sql} GROUP BY food_name),
       ranked AS (SELECT *, count(*) OVER ()::int AS "uniqueFoods", ${ranks.join(', ')} FROM food)
       SELECT * FROM ranked WHERE "entriesRank" <= $${next} OR "kcalRank" <= $${next}
          OR least(${NUTRIENTS.map((nutrient) => `"${nutrient}Rank"`).join(', ')}) <= ${CONTRIBUTORS}`,
      [...params, top],
    );
    const foods = rows.map(({ food, entries, lastEaten, portion, unit, ...row }) => ({
      row,
      food: { food, entries, lastEaten, portion, unit, amounts: amountsOf(row) },
    }));
    const first = (name: string, count: number, keep: (food: FoodIntake) => boolean): FoodIntake[] =>
      foods
        .sort((a, b) => (a.row[`${name}Rank`] ?? 0) - (b.row[`${name}Rank`] ?? 0))
        .slice(0, count)
        .flatMap(({ food }) => (keep(food) ? [food] : []));
    return {
      byEntries: first('entries', top, () => true),
      byEnergy: first('kcal', top, ({ amounts }) => (amounts.kcal ?? 0) > 0),
      contributors: eachNutrient((nutrient) =>
        first(nutrient, CONTRIBUTORS, ({ amounts }) => (amounts[nutrient] ?? 0) > 0),
      ),
      uniqueFoods: rows[0]?.uniqueFoods ?? 0,
    };
  }

  async categories(filter: IntakeFilter): Promise<{ totals: CategoryIntake[]; buckets: CategoryBucket[] }> {
    const { sql, params } = conditionOf(filter);
    const rows = await this.snapshot.query<
      CategoryIntake & { category: FoodCategory; bucket: string | null }
    >(
      `SELECT bucket::text, category, count(*)::int AS entries, ${sumOf('quantity', "unit = 'g'")} AS grams,
              ${sumOf('kcal')} AS kcal, count(DISTINCT food_name)::int AS foods
         FROM (SELECT ${BUCKET_NAMES[filter.bucket]} AS bucket, category, quantity, unit, kcal, food_name
                 FROM food_logs WHERE ${sql}) AS log
        GROUP BY GROUPING SETS ((category), (bucket, category)) ORDER BY bucket, entries DESC, category`,
      params,
    );
    const totals = rows.flatMap(({ bucket, ...row }) => (bucket === null ? [row] : []));
    const buckets = rows.flatMap(({ bucket, category, entries, kcal }) =>
      bucket === null ? [] : [{ bucket, category, entries, kcal }],
    );
    return { totals, buckets };
  }

  async meals(filter: IntakeFilter): Promise<MealIntake[]> {
    const { sql, params } = conditionOf(filter);
    const rows = await this.snapshot.query<Omit<MealIntake, 'amounts'> & Amounts>(
      `SELECT meal_type AS meal, count(*)::int AS entries, count(DISTINCT logged_on)::int AS days, ${AMOUNTS},
              percentile_cont(0.5) WITHIN GROUP (ORDER BY local_hour) AS hour
         FROM food_logs WHERE ${sql} GROUP BY meal_type`,
      params,
    );
    return rows.map((row) => ({
      meal: row.meal,
      entries: row.entries,
      days: row.days,
      hour: row.hour,
      amounts: amountsOf(row),
    }));
  }

  hours(filter: IntakeFilter): Promise<HourEntries[]> {
    const { sql, params } = conditionOf(filter);
    return this.snapshot.query<HourEntries>(
      `SELECT ${DAYS_SINCE_MONDAY} + 1 AS weekday, local_hour AS hour, count(*)::int AS entries
         FROM food_logs WHERE ${sql} AND local_hour IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2`,
      params,
    );
  }

  asOf(filter: IntakeFilter): Promise<Date | null> {
    return new PgFoodLogReader(this.snapshot).asOf(filter);
  }

  /** The raw entries, in the columns of the diary's own reader. */
  rows(filter: IntakeFilter): ReturnType<PgFoodLogReader['rows']> {
    return new PgFoodLogReader(this.snapshot).rows(filter);
  }
}

function amountsOf(row: Amounts): NutrientAmounts {
  return eachNutrient((nutrient) => row[nutrient]);
}
