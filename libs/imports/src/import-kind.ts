/** A column that a kind reads. */
export interface ImportColumn {
  /** What it is called in messages, and one of the headers it is found under. */
  readonly name: string;
  /** Other headers it is found under. Case, spaces and punctuation never matter: `Meal_Type` is `meal type`. */
  readonly synonyms?: readonly string[];
  /** A file without it is not of this kind. */
  readonly required?: boolean;
}

/** A row that is not taken, and why. */
export interface Refusal {
  /** Name of the column at fault as the kind calls it; null when it is the row as a whole. */
  readonly column: string | null;
  /** Safe words for the client: no more than 200 characters. */
  readonly reason: string;
}

export function refuse(column: string | null, reason: string): Refusal {
  return { column, reason };
}

/** What is known of a file before its rows are read. */
export interface FileSetting {
  /** Names (the kind's) of the columns that the file has. */
  readonly present: ReadonlySet<string>;
  /** What the client asked for in the query, checked by the door. */
  readonly options: Readonly<Record<string, string>>;
}

/**
 * Reads the rows of one file. Values come in the order of the kind's columns, as written, not trimmed, `''` for a column
 * that the file lacks; the array is only good during the call. Text is storable: rows with U+0000 never get here.
 */
export interface RowReader {
  /** Sees every row before the first is staged, when there is something that only a whole column can tell. */
  readonly survey?: (values: readonly string[]) => void;
  /** After the survey. @throws DomainError `invalid` when the file can't be understood: it is FAILED with these words */
  readonly decide?: () => void;
  /**
   * @returns the row as COPY text (fields of the staging table, in its order, joined by `\t`, without line end; see
   * `copyText`), or why it is refused
   */
  stage(values: readonly string[]): string | Refusal;
  /** After the last row: what a reader of the receipt should know. */
  readonly notes?: () => readonly string[];
}

/** Statements inside the switch. They run as the account: row-level security shows its rows only. */
export interface SwitchSql {
  query<Row = Record<string, unknown>>(sql: string, params?: readonly unknown[]): Promise<Row[]>;
  /** @returns how many rows were written: cheaper than to return and count them */
  write(sql: string, params?: readonly unknown[]): Promise<number>;
}

export interface SwitchSetting extends FileSetting {
  /** Name of the staging table: `line bigint` (of the file, rising) and the kind's own columns. Analysed. */
  readonly staging: string;
  readonly accountId: string;
  readonly importId: string;
  /** Rows that were staged. */
  readonly rows: number;
}

export interface Applied {
  /** Rows that changed or added something. */
  kept: number;
  /** Rows that were there already. */
  known: number;
  notes?: readonly string[];
}

/**
 * A kind of file: how its header is recognised, what a row must be, and how staged rows become the domain's rows.
 * A plain value that lives in its domain; the worker lists them all.
 */
export interface ImportKind {
  /** Stored with every import and never renamed: `food-logs`, `stores.polls`. */
  readonly name: string;
  readonly columns: readonly ImportColumn[];
  /** Headers that are left out knowingly, with what the receipt says then. Other unknown headers are counted. */
  readonly passedOver?: readonly { headers: readonly string[]; note: string }[];
  /** Columns of the staging table as DDL, such as `store_id text NOT NULL, at timestamptz NOT NULL`. */
  readonly staging: string;
  /** The kind as the options of one request make it: more columns, another switch. Left out: always the same. */
  fit?(options: Readonly<Record<string, string>>): ImportKind;
  /** `everyone`: `apply` may see and write rows of all accounts, and only an operator's import runs. `own` when left out. */
  readonly reach?: 'own' | 'everyone';
  open(file: FileSetting): RowReader;
  /**
   * Set-based SQL from staging to the domain's tables, inside the one transaction that also completes the import.
   * Imports of one account and kind never run this at the same time. Must be idempotent by content: the same file again
   * keeps nothing and knows all its rows.
   * @throws DomainError `invalid` when the rows can't be taken as they are: FAILED with these words, nothing changed
   */
  apply(sql: SwitchSql, setting: SwitchSetting): Promise<Applied>;
}
