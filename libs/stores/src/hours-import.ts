import {
  type Applied,
  copyText,
  type ImportKind,
  type Refusal,
  refuse,
  type SwitchSetting,
  type SwitchSql,
} from '@pressroom/imports';
import { DAY_SECONDS, readTimeOfDay } from './business-hours';
import { knowStores } from './import-sql';
import { storeIdOf } from './store-id';

/** Business hours: they replace those of the stores that the file names. */
export const hoursImport: ImportKind = {
  name: 'stores.hours',
  columns: [
    { name: 'store_id', required: true, synonyms: ['store'] },
    { name: 'day', required: true, synonyms: ['dayOfWeek', 'weekday'] },
    { name: 'start_time_local', required: true, synonyms: ['start_time', 'opens'] },
    { name: 'end_time_local', required: true, synonyms: ['end_time', 'closes'] },
  ],
  staging:
    'store_id text COLLATE "C" NOT NULL, day smallint NOT NULL, opens integer NOT NULL, closes integer NOT NULL',
  open: () => ({ stage }),
  apply,
};

function stage([store = '', day = '', start = '', end = '']: readonly string[]): string | Refusal {
  const id = storeIdOf(store);
  if (typeof id !== 'string') return id;
  const weekday = day.trim();
  if (!/^[0-6]$/.test(weekday)) return refuse('day', 'must be 0 (Monday) to 6 (Sunday)');
  const opens = readTimeOfDay(start.trim());
  if (opens === null || opens === DAY_SECONDS)
    return refuse('start_time_local', 'must be a time such as 09:00:00');
  const closes = readTimeOfDay(end.trim());
  if (closes === null) return refuse('end_time_local', 'must be a time such as 21:30:00');
  return `${copyText(id)}\t${weekday}\t${opens}\t${closes}`;
}

async function apply(sql: SwitchSql, setting: SwitchSetting): Promise<Applied> {
  await knowStores(sql, setting);
  const { staging, accountId } = setting;
  const told = `SELECT DISTINCT $1::uuid AS account_id, s.no AS store, t.day, t.opens, t.closes
      FROM ${staging} t JOIN stores s ON s.account_id = $1 AND s.store_id = t.store_id`;
  const removed = await sql.write(
    `WITH told AS MATERIALIZED (${told})
     DELETE FROM store_hours h
      WHERE h.account_id = $1 AND h.store IN (SELECT store FROM told)
        AND NOT EXISTS (SELECT 1 FROM told t WHERE (t.store, t.day, t.opens, t.closes) = (h.store, h.day, h.opens, h.closes))`,
    [accountId],
  );
  const kept = await sql.write(
    `INSERT INTO store_hours (account_id, store, day, opens, closes) ${told} ON CONFLICT DO NOTHING`,
    [accountId],
  );
  return {
    kept,
    known: setting.rows - kept,
    notes:
      removed === 0
        ? []
        : [`${removed} earlier ${removed === 1 ? 'window' : 'windows'} of these stores replaced`],
  };
}
