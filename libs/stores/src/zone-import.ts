import {
  type Applied,
  copyText,
  type ImportKind,
  type Refusal,
  refuse,
  type SwitchSetting,
  type SwitchSql,
} from '@pressroom/imports';
import { isTimeZone } from '@pressroom/kernel';
import { knowStores } from './import-sql';
import { storeIdOf } from './store-id';

/** Time zones: each replaces the one that the store had. */
export const zoneImport: ImportKind = {
  name: 'stores.zones',
  columns: [
    { name: 'store_id', required: true, synonyms: ['store'] },
    { name: 'timezone_str', required: true, synonyms: ['timezone', 'zone'] },
  ],
  staging: 'store_id text COLLATE "C" NOT NULL, time_zone text NOT NULL',
  open: () => {
    const known = new Map<string, boolean>();
    return {
      stage: ([store = '', zone = '']: readonly string[]): string | Refusal => {
        const id = storeIdOf(store);
        if (typeof id !== 'string') return id;
        const name = zone.trim();
        if (!known.has(name) && known.size < 5000) known.set(name, isTimeZone(name));
        return (known.get(name) ?? isTimeZone(name))
          ? `${copyText(id)}\t${copyText(name)}`
          : refuse('timezone_str', 'must be an IANA time zone such as America/Chicago');
      },
    };
  },
  apply,
};

async function apply(sql: SwitchSql, setting: SwitchSetting): Promise<Applied> {
  await knowStores(sql, setting);
  const kept = await sql.write(
    `UPDATE stores s SET time_zone = t.time_zone
       FROM (SELECT DISTINCT ON (store_id) store_id, time_zone FROM ${setting.staging} ORDER BY store_id, line DESC) AS t
      WHERE s.account_id = $1 AND s.store_id = t.store_id AND s.time_zone IS DISTINCT FROM t.time_zone`,
    [setting.accountId],
  );
  return { kept, known: setting.rows - kept };
}
