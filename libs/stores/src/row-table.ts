import type { Tx } from '@pressroom/entities';
import { type Flaw, invalid } from '@pressroom/kernel';
import { LONGEST_STORE_ID } from './store-id';

/** A row as clients see it: named as in the files, with the key under which it can be changed. */
export type StoreRow = { key: string } & Record<string, string | number>;

export interface RowPage {
  data: StoreRow[];
  nextCursor: string | null;
}

/** A row and where it stands in its list. */
export interface Placed {
  row: StoreRow;
  position: number[];
}

export interface Written {
  values: Readonly<Record<string, unknown>>;
  /** Makes the row when it is not there; then every field must be named. */
  whole: boolean;
}

/** One of the three tables. Keys that cannot be read name nothing. */
export interface RowTable {
  /** Rows after a position, in order. */
  list(tx: Tx, accountId: string, after: readonly number[] | null, most: number): Promise<Placed[]>;
  /** Null: there is no such row, and none may be made. @throws DomainError `invalid` */
  write(tx: Tx, accountId: string, key: string, written: Written): Promise<StoreRow | null>;
  remove(tx: Tx, accountId: string, key: string): Promise<boolean>;
}

/** Parts of a key; a store's id may hold the sign itself. Null when there are too few. */
export function keyParts(key: string, after: number): string[] | null {
  const parts = key.split('~');
  if (parts.length <= after) return null;
  const id = parts.slice(0, parts.length - after).join('~');
  return id.trim() === '' || id.length > LONGEST_STORE_ID ? null : [id, ...parts.slice(parts.length - after)];
}

/** @returns one value for each field, undefined for those that may be left out and are */
export function fieldsOf(
  { values, whole }: Written,
  fields: Readonly<Record<string, (value: unknown) => string | null>>,
): void {
  const flaws: Flaw[] = [];
  for (const name of Object.keys(values))
    if (!(name in fields)) flaws.push({ pointer: `/${name}`, detail: 'is not a field of this table' });
  for (const [name, fault] of Object.entries(fields)) {
    const value = values[name];
    if (value === undefined) {
      if (whole) flaws.push({ pointer: `/${name}`, detail: 'is missing' });
      continue;
    }
    const detail = fault(value);
    if (detail !== null) flaws.push({ pointer: `/${name}`, detail });
  }
  if (flaws.length === 0 && Object.keys(values).length === 0)
    flaws.push({ pointer: '', detail: 'names nothing to change' });
  if (flaws.length > 0) throw invalid(flaws);
}

/** The store's number, given to it now when it has none. */
export async function storeNumber(
  tx: Tx,
  accountId: string,
  storeId: string,
  make: boolean,
): Promise<number | null> {
  if (make)
    await tx.query('INSERT INTO stores (account_id, store_id) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      accountId,
      storeId,
    ]);
  const [row] = await tx.query<{ no: number }>(
    'SELECT no FROM stores WHERE account_id = $1 AND store_id = $2',
    [accountId, storeId],
  );
  return row?.no ?? null;
}
