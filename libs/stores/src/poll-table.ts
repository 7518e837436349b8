import { instantText, readInstant } from './poll-time';
import { fieldsOf, keyParts, type RowTable, storeNumber, type StoreRow } from './row-table';

interface PollRow {
  no: number;
  storeId: string;
  active: boolean;
  at: number;
}

/** `store_status`: the key is the store and the instant, `1472400125885919118~2023-01-25T18:13:22.47922Z`. */
export const pollTable: RowTable = {
  async list(tx, accountId, after, most) {
    const rows = await tx.query<PollRow>(
      `SELECT p.store AS no, s.store_id AS "storeId", p.active, (extract(epoch FROM p.at) * 1000000)::bigint AS at
         FROM store_polls p JOIN stores s ON s.account_id = $1 AND s.no = p.store
        WHERE p.account_id = $1 AND (p.store, p.at) > ($2::integer, $3::timestamptz)
        ORDER BY p.store, p.at LIMIT $4`,
      [accountId, after?.[0] ?? -1, after?.[1] === undefined ? '-infinity' : instantText(after[1]), most],
    );
    return rows.map((row) => ({ row: viewOf(row), position: [row.no, row.at] }));
  },

  async write(tx, accountId, key, written) {
    fieldsOf(written, {
      status: (value) => (value === 'active' || value === 'inactive' ? null : 'must be active or inactive'),
    });
    const place = placeOf(key);
    const no = place === null ? null : await storeNumber(tx, accountId, place.storeId, written.whole);
    if (place === null || no === null) return null;
    const active = written.values['status'] === 'active';
    const rows = await tx.query(
      written.whole
        ? `INSERT INTO store_polls (account_id, at, store, active) VALUES ($1, $2, $3, $4)
           ON CONFLICT (account_id, store, at) DO UPDATE SET active = excluded.active RETURNING 1`
        : 'UPDATE store_polls SET active = $4 WHERE account_id = $1 AND at = $2 AND store = $3 RETURNING 1',
      [accountId, instantText(place.at), no, active],
    );
    return rows.length === 0 ? null : viewOf({ no, active, ...place });
  },

  async remove(tx, accountId, key) {
    const place = placeOf(key);
    if (place === null) return false;
    const rows = await tx.query(
      `DELETE FROM store_polls p USING stores s
        WHERE s.account_id = $1 AND s.store_id = $2 AND p.account_id = $1 AND p.store = s.no AND p.at = $3 RETURNING 1`,
      [accountId, place.storeId, instantText(place.at)],
    );
    return rows.length > 0;
  },
};

function placeOf(key: string): { storeId: string; at: number } | null {
  const [storeId = '', time = ''] = keyParts(key, 1) ?? [];
  const at = readInstant(time);
  return storeId === '' || at === null ? null : { storeId, at };
}

function viewOf({ storeId, active, at }: PollRow): StoreRow {
  const time = instantText(at);
  return {
    key: `${storeId}~${time.replace(' ', 'T')}Z`,
    store_id: storeId,
    status: active ? 'active' : 'inactive',
    timestamp_utc: `${time} UTC`,
  };
}
