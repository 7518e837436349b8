/** How a column of an export is written: all but numbers and booleans as text, exactly as stored. */
export type HeldKind = 'text' | 'number' | 'boolean' | 'instant' | 'json';

/** One column that the person gets, under the table's own name for it. */
export interface HeldColumn {
  /** Name in the export; the table's column unless `sql` says otherwise. */
  readonly key: string;
  readonly kind: HeldKind;
  /** In place of the column itself: an expression over the table. */
  readonly sql?: string;
}

/**
 * What becomes of the rows when their person asks to be erased. `erase`: they are deleted. `follow`: they go with the
 * rows of another table, by the database's own doing. `keep`: they stay, since nothing in them names a person once the
 * rest is gone, and the certificate says why.
 */
export type ErasureRule =
  | { readonly how: 'erase' }
  | { readonly how: 'follow'; readonly table: string }
  | { readonly how: 'keep'; readonly why: string };

/** What the house says of one table that holds something about a person. */
export interface OwnedTable {
  readonly table: string;
  /** Column that names the account. */
  readonly owner: string;
  /** As people read it: a category of the export and of the certificate. */
  readonly title: string;
  /** What is personal about it, in a sentence. */
  readonly about: string;
  readonly columns: readonly HeldColumn[];
  /** Columns that the export leaves out, each with its reason: secrets, the service's own bookkeeping. */
  readonly withheld: Readonly<Record<string, string>>;
  /** Expression that puts the rows into an order that stays. */
  readonly order: string;
  readonly erasure: ErasureRule;
}

/** `{ id: 'text', kcal: 'number' }` as columns in this order. */
export function held(kinds: Readonly<Record<string, HeldKind>>): HeldColumn[] {
  return Object.entries(kinds).map(([key, kind]) => ({ key, kind }));
}
