import { DAY_SECONDS, type HoursRow, readTimeOfDay, timeOfDay } from './business-hours';
import { fieldsOf, keyParts, type RowTable, storeNumber, type StoreRow } from './row-table';

/** `business_hours`: the key is the whole window, `1472400125885919118~4~09:00:00~21:30:00`. */
export const hoursTable: RowTable = {
  async list(tx, accountId, after, most) {
    const rows = await tx.query<HoursRow & { no: number; storeId: string }>(
      `SELECT h.store AS no, s.store_id AS "storeId", h.day, h.opens, h.closes
         FROM store_hours h JOIN stores s ON s.account_id = $1 AND s.no = h.store
        WHERE h.account_id = $1 AND (h.store, h.day, h.opens, h.closes) > ($2::integer, $3::smallint, $4::integer, $5::integer)
        ORDER BY h.store, h.day, h.opens, h.closes LIMIT $6`,
      [accountId, ...[0, 1, 2, 3].map((part) => after?.[part] ?? -1), most],
    );
    return rows.map((row) => ({
      row: viewOf(row.storeId, row),
      position: [row.no, row.day, row.opens, row.closes],
    }));
  },

  async write(tx, accountId, key, written) {
    fieldsOf(written, {
      day: (value) =>
        Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 6 ? null : DAY_WORDS,
      start_time_local: (value) =>
        secondsOf(value) === null || secondsOf(value) === DAY_SECONDS ? TIME_WORDS : null,
      end_time_local: (value) => (secondsOf(value) === null ? TIME_WORDS : null),
    });
    const place = placeOf(key);
    const no = place === null ? null : await storeNumber(tx, accountId, place.storeId, written.whole);
    if (place === null || no === null) return null;
    const removed = await tx.query(
      'DELETE FROM store_hours WHERE account_id = $1 AND store = $2 AND day = $3 AND opens = $4 AND closes = $5 RETURNING 1',
      [accountId, no, place.day, place.opens, place.closes],
    );
    if (removed.length === 0 && !written.whole) return null;
    const { day, start_time_local: start, end_time_local: end } = written.values;
    const row = {
      day: day === undefined ? place.day : Number(day),
      opens: secondsOf(start) ?? place.opens,
      closes: secondsOf(end) ?? place.closes,
    };
    await tx.query(
      'INSERT INTO store_hours (account_id, store, day, opens, closes) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING',
      [accountId, no, row.day, row.opens, row.closes],
    );
    return viewOf(place.storeId, row);
  },

  async remove(tx, accountId, key) {
    const place = placeOf(key);
    if (place === null) return false;
    const rows = await tx.query(
      `DELETE FROM store_hours h USING stores s
        WHERE s.account_id = $1 AND s.store_id = $2 AND h.account_id = $1 AND h.store = s.no
          AND h.day = $3 AND h.opens = $4 AND h.closes = $5 RETURNING 1`,
      [accountId, place.storeId, place.day, place.opens, place.closes],
    );
    return rows.length > 0;
  },
};

const DAY_WORDS = 'must be 0 (Monday) to 6 (Sunday)';
const TIME_WORDS = 'must be a time such as 09:00:00';

function secondsOf(value: unknown): number | null {
  return typeof value === 'string' ? readTimeOfDay(value) : null;
}

function placeOf(key: string): (HoursRow & { storeId: string }) | null {
  const [storeId, day = '', start = '', end = ''] = keyParts(key, 3) ?? [];
  const [opens, closes] = [readTimeOfDay(start), readTimeOfDay(end)];
  if (storeId === undefined || !/^[0-6]$/.test(day) || opens === null || closes === null) return null;
  return { storeId, day: Number(day), opens, closes };
}

function viewOf(storeId: string, { day, opens, closes }: HoursRow): StoreRow {
  const [start, end] = [timeOfDay(opens), timeOfDay(closes)];
  return {
    key: `${storeId}~${day}~${start}~${end}`,
    ...{ store_id: storeId, day, start_time_local: start, end_time_local: end },
  };
}
