import {
  type Applied,
  copyText,
  type ImportKind,
  type Refusal,
  refuse,
  type RowReader,
  type SwitchSetting,
  type SwitchSql,
} from '@pressroom/imports';
import { knowStores } from './import-sql';
import { instantText, readInstant } from './poll-time';
import { storeIdOf } from './store-id';

/** What polls found. They add to what is there; of two for one store and instant the later imported wins. */
export const pollImport: ImportKind = {
  name: 'stores.polls',
  columns: [
    { name: 'store_id', required: true, synonyms: ['store'] },
    { name: 'status', required: true },
    { name: 'timestamp_utc', required: true, synonyms: ['timestamp', 'polled_at'] },
  ],
  staging: 'store_id text COLLATE "C" NOT NULL, active boolean NOT NULL, at timestamptz NOT NULL',
  open: () => new PollRows(),
  apply,
};

/** The shape of nearly all rows; which of them are days of the calendar is remembered. */
const COMMON = /^\d{4}-\d\d-\d\d[ T](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?(?: UTC|Z)?$/;

class PollRows implements RowReader {
  private day = '';

  stage([store = '', status = '', time = '']: readonly string[]): string | Refusal {
    const id = storeIdOf(store);
    if (typeof id !== 'string') return id;
    const active = statusOf(status);
    if (active === null) return refuse('status', 'must be active or inactive');
    const at = this.timeOf(time);
    if (at === null)
      return refuse('timestamp_utc', 'must be an instant such as 2023-01-25 18:13:22.47922 UTC');
    return `${copyText(id)}\t${active ? 't' : 'f'}\t${at}`;
  }

  /** As PostgreSQL reads it in UTC; null when it is no instant. */
  private timeOf(text: string): string | null {
    if (COMMON.test(text) && text.startsWith(this.day) && this.day !== '') return bare(text);
    const trimmed = text.trim();
    const instant = readInstant(trimmed);
    if (instant === null) return null;
    if (!COMMON.test(trimmed)) return instantText(instant);
    this.day = trimmed.slice(0, 10);
    return bare(trimmed);
  }
}

function bare(text: string): string {
  return text.endsWith('UTC') ? text.slice(0, -4) : text.endsWith('Z') ? text.slice(0, -1) : text;
}

function statusOf(text: string): boolean | null {
  if (text === 'active') return true;
  if (text === 'inactive') return false;
  const word = text.trim().toLowerCase();
  return word === 'active' ? true : word === 'inactive' ? false : null;
}

/** In the order of the index, each poll once: the last line of those that speak of one instant. */
const TOLD = (staging: string): string =>
  `SELECT DISTINCT ON (s.no, t.at) $1::uuid, t.at, s.no, t.active
     FROM ${staging} t JOIN stores s ON s.account_id = $1 AND s.store_id = t.store_id
    ORDER BY s.no, t.at, t.line DESC`;

/** A store's polls of this file lie between two instants: does it have any there already? One look a store. */
const OVERLAPS = (staging: string): string =>
  `SELECT EXISTS (
     SELECT 1 FROM (SELECT store_id, min(at) AS oldest, max(at) AS newest FROM ${staging} GROUP BY store_id) AS told
       JOIN stores s ON s.account_id = $1 AND s.store_id = told.store_id
      CROSS JOIN LATERAL (SELECT 1 FROM store_polls p
        WHERE p.account_id = $1 AND p.store = s.no AND p.at BETWEEN told.oldest AND told.newest LIMIT 1) AS known) AS overlaps`;

/** Looking for a conflict at every row costs as much again as inserting it; a feed that only grows has none. */
const MERGE = `ON CONFLICT (account_id, store, at) DO UPDATE SET active = excluded.active WHERE p.active <> excluded.active`;

async function apply(sql: SwitchSql, setting: SwitchSetting): Promise<Applied> {
  const { staging, accountId, rows } = setting;
  await knowStores(sql, setting);
  const [found] = await sql.query<{ overlaps: boolean }>(OVERLAPS(staging), [accountId]);
  const kept = await sql.write(
    `INSERT INTO store_polls AS p (account_id, at, store, active) ${TOLD(staging)} ${found?.overlaps === false ? '' : MERGE}`,
    [accountId],
  );
  return { kept, known: rows - kept };
}
