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
 * What becomes of the rows when their person asks to be erased. `erase`: they are deleted. `anonymise`: they stay, and
 * these columns become null. `keep`: they stay as they are, and the certificate says why.
 */
export type Erasure =
  | { readonly how: 'erase' }
  | { readonly how: 'anonymise'; readonly columns: readonly string[]; readonly why: string }
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
  readonly erasure: Erasure;
}

/** `{ id: 'text', kcal: 'number' }` as columns in this order. */
export function held(kinds: Readonly<Record<string, HeldKind>>): HeldColumn[] {
  return Object.entries(kinds).map(([key, kind]) => ({ key, kind }));
}
