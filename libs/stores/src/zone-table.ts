import { isTimeZone } from '@pressroom/kernel';
import { fieldsOf, keyParts, type RowTable, storeNumber, type StoreRow } from './row-table';

/** `timezones`: the key is the store. */
export const zoneTable: RowTable = {
  async list(tx, accountId, after, most) {
    const rows = await tx.query<{ no: number; storeId: string; zone: string }>(
      `SELECT no, store_id AS "storeId", time_zone AS zone FROM stores
        WHERE account_id = $1 AND no > $2 AND time_zone IS NOT NULL ORDER BY no LIMIT $3`,
      [accountId, after?.[0] ?? -1, most],
    );
    return rows.map(({ no, storeId, zone }) => ({ row: viewOf(storeId, zone), position: [no] }));
  },

  async write(tx, accountId, key, written) {
    fieldsOf(written, {
      timezone_str: (value) =>
        typeof value === 'string' && isTimeZone(value) ? null : 'must be an IANA time zone',
    });
    const [storeId] = keyParts(key, 0) ?? [];
    const no = storeId === undefined ? null : await storeNumber(tx, accountId, storeId, written.whole);
    if (storeId === undefined || no === null) return null;
    const zone = String(written.values['timezone_str']);
    const rows = await tx.query(
      `UPDATE stores SET time_zone = $3 WHERE account_id = $1 AND no = $2 AND ($4 OR time_zone IS NOT NULL) RETURNING 1`,
      [accountId, no, zone, written.whole],
    );
    return rows.length === 0 ? null : viewOf(storeId, zone);
  },

  async remove(tx, accountId, key) {
    const rows = await tx.query(
      `UPDATE stores SET time_zone = NULL WHERE account_id = $1 AND store_id = $2 AND time_zone IS NOT NULL RETURNING 1`,
      [accountId, key],
    );
    return rows.length > 0;
  },
};

function viewOf(storeId: string, zone: string): StoreRow {
  return { key: storeId, store_id: storeId, timezone_str: zone };
}
