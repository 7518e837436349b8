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

export async function applyFoodLogs(sql: SwitchSql, setting: SwitchSetting): Promise<Applied> {
  const kept = await sql.write(
    `WITH told AS (
       SELECT *, row_number() OVER (PARTITION BY content ORDER BY line) AS nth
         FROM (SELECT *, md5(ROW(${NAMES})::text) AS content FROM ${setting.staging}) AS entry),
     named AS (SELECT *, md5($1::text || ' ' || content || ' ' || nth) AS hash FROM told)
     INSERT INTO food_logs (id, account_id, source, ${NAMES})
     SELECT ${ID}, $1::uuid, 'import', ${NAMES} FROM named ORDER BY line
     ON CONFLICT (id) DO NOTHING`,
    [setting.accountId],
  );
  return { kept, known: setting.rows - kept };
}
