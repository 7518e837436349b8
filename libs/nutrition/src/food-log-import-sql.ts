import type { Applied, SwitchSetting, SwitchSql } from '@pressroom/imports';

const COLUMNS = [
  ['food_name', 'text NOT NULL'],
  ['category', 'text NOT NULL'],
  ['logged_on', 'date NOT NULL'],
  ['logged_at', 'timestamptz'],
  ['local_hour', 'smallint'],
  ['meal_type', 'text'],
  ['quantity', 'float8'],
  ['unit', 'text'],
  ['kcal', 'float8'],
  ['protein_g', 'float8'],
  ['carbs_g', 'float8'],
  ['fat_g', 'float8'],
  ['fibre_g', 'float8'],
  ['sugar_g', 'float8'],
  ['sodium_mg', 'float8'],
] as const;

const NAMES = COLUMNS.map(([name]) => name).join(', ');

export const STAGING = COLUMNS.map(([name, type]) => `${name} ${type}`).join(', ');

/**
 * An entry's id is made of what it says, of the account, and of how many entries before it in the file say the same:
 * look-alikes in a file stay separate logs, while the same file again, or a longer export of the same diary, finds its
 * entries there already. The shape is that of a UUIDv7 whose time is the day eaten.
 */
const ID = `(lpad(to_hex((greatest(extract(epoch FROM logged_on), 0) * 1000)::bigint), 12, '0') || '7' || substr(hash, 1, 3) ||
    to_hex(8 + ('x' || substr(hash, 4, 1))::bit(4)::int % 4) || substr(hash, 5, 15))::uuid`;

/** @param entries what is staged, with the account of each row as `owner` */
const insertOf = (entries: string): string =>
  `WITH told AS (
     SELECT *, row_number() OVER (PARTITION BY owner, content ORDER BY line) AS nth
       FROM (SELECT *, md5(ROW(${NAMES})::text) AS content FROM ${entries}) AS entry),
   named AS (SELECT *, md5(owner || ' ' || content || ' ' || nth) AS hash FROM told)
   INSERT INTO food_logs (id, account_id, source, ${NAMES})
   SELECT ${ID}, owner::uuid, 'import', ${NAMES} FROM named ORDER BY line
   ON CONFLICT (id) DO NOTHING`;

/** Every row belongs to the account that imports it. */
export async function applyFoodLogs(sql: SwitchSql, setting: SwitchSetting): Promise<Applied> {
  const kept = await sql.write(insertOf(`(SELECT *, $1::text AS owner FROM ${setting.staging}) AS staged`), [
    setting.accountId,
  ]);
  return { kept, known: setting.rows - kept };
}

/**
 * Each row belongs to the account of the person it names.
 * @param words the people of the file @param ids their accounts
 */
export async function applyFoodLogsOf(
  sql: SwitchSql,
  setting: SwitchSetting,
  words: readonly string[],
  ids: readonly string[],
): Promise<Applied> {
  const kept = await sql.write(
    insertOf(`${setting.staging} JOIN unnest($1::text[], $2::text[]) AS who (person, owner) USING (person)`),
    [words, ids],
  );
  return { kept, known: setting.rows - kept };
}
