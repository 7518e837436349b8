import {
  copyText,
  type ImportKind,
  plainHeader,
  type Refusal,
  refuse,
  type SwitchSql,
} from '@pressroom/imports';
import { foodLogImport, FoodLogRows, wordsOf } from './food-log-import';
import { applyFoodLogsOf, STAGING } from './food-log-import-sql';

/** Whose accounts the people of a file are; the app binds it, for nutrition knows nobody. */
export interface PeopleDirectory {
  /**
   * @param words as the file names them, trimmed, each once
   * @returns account ids in the order of the words, and how many accounts were made for it
   * @throws DomainError `invalid` when one of them can't be given rows
   */
  accountsFor(
    sql: Pick<SwitchSql, 'query'>,
    importer: string,
    words: readonly string[],
  ): Promise<{ ids: string[]; made: number }>;
}

const OTHERS = new Set(
  foodLogImport.columns.flatMap(({ name, synonyms = [] }) => [name, ...synonyms].map(plainHeader)),
);

/** Whether a column of this name may name people: it has letters or digits, and the diary needs it for nothing else. */
export function mayNamePeople(column: string): boolean {
  const plain = plainHeader(column);
  return plain !== '' && !OTHERS.has(plain);
}

/** Food diaries; with the option `people` (name of a column) each row goes to the account of the person it names. */
export function foodLogImportWith(directory: PeopleDirectory): ImportKind {
  return {
    ...foodLogImport,
    fit: ({ people }) => (people === undefined ? foodLogImport : importOfPeople(people, directory)),
  };
}

function importOfPeople(column: string, directory: PeopleDirectory): ImportKind {
  return {
    name: foodLogImport.name,
    columns: [...foodLogImport.columns, { name: column, required: true }],
    staging: `${STAGING}, person text NOT NULL`,
    reach: 'everyone',
    open: (file) => new RowsOfPeople(file, column),
    apply: async (sql, setting) => {
      const rows = await sql.query<{ person: string }>(
        `SELECT DISTINCT person FROM ${setting.staging} ORDER BY person`,
      );
      const words = rows.map(({ person }) => person);
      const { ids, made } = await directory.accountsFor(sql, setting.accountId, words);
      const applied = await applyFoodLogsOf(sql, setting, words, ids);
      return { ...applied, notes: [peopleNote(column, words.length, made)] };
    },
  };
}

class RowsOfPeople extends FoodLogRows {
  constructor(
    file: ConstructorParameters<typeof FoodLogRows>[0],
    private readonly column: string,
  ) {
    super(file);
  }

  override stage(values: readonly string[]): string | Refusal {
    const person = wordsOf(values.at(-1) ?? '', this.column, 100);
    if (person === null) return refuse(this.column, 'names nobody');
    if (typeof person !== 'string') return person;
    const row = super.stage(values);
    return typeof row === 'string' ? `${row}\t${copyText(person)}` : row;
  }
}

function peopleNote(column: string, people: number, made: number): string {
  const who = people === 1 ? '1 person' : `${people} people`;
  const accounts = made === 0 ? 'all known' : `${made} of them new`;
  return `rows belong to ${who}, ${accounts}, as the column ${column} says`;
}
