import { appendAudit } from '@pressroom/entities';
import { DomainError, isId } from '@pressroom/kernel';
import { createHash } from 'node:crypto';

/** Statements of a transaction that sees all accounts. */
interface Sql {
  query<Row>(sql: string, params?: readonly unknown[]): Promise<Row[]>;
}

/**
 * Accounts of the people whom an operator's file names. A word that is a living account's id is that account; any other
 * gets an account of its own, which nobody can sign in to, and the same operator's next file finds it again. E-mail
 * addresses are words like any other: signing up proves none, so they would hand rows to whoever came first.
 */
export const importedPeople = {
  /**
   * Once per transaction; stands or falls with it.
   * @param importer the operator's account
   * @param words trimmed, each once, 1 to 100 characters
   * @returns account ids in the order of the words, and how many accounts were made
   * @throws DomainError `invalid` `people_erased`
   */
  async accountsFor(
    sql: Sql,
    importer: string,
    words: readonly string[],
  ): Promise<{ ids: string[]; made: number }> {
    const living = await livingAmong(sql, words);
    const ids = words.map((word) => living.get(word.toLowerCase()) ?? ownId(importer, word));
    const strangers = words.flatMap((word, at) => (living.has(word.toLowerCase()) ? [] : [at]));
    const own = strangers.map((at) => ids[at] ?? '');
    const made = await sql.query(
      `INSERT INTO accounts (id, name) SELECT * FROM unnest($1::uuid[], $2::text[]) ON CONFLICT (id) DO NOTHING RETURNING id`,
      [own, strangers.map((at) => words[at] ?? '')],
    );
    const [erased] = await sql.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM accounts WHERE id = ANY ($1::uuid[]) AND deleted_at IS NOT NULL',
      [own],
    );
    if (erased !== undefined && erased.count > 0) {
      throw new DomainError('invalid', 'people_erased', {
        detail: `${erased.count} of the people were erased: leave their rows out. Nothing was changed`,
      });
    }
    await appendAudit(sql, {
      event: 'operator_action',
      actor: importer,
      accountId: null,
      detail: { action: 'import_for_people', people: words.length, made: made.length },
    });
    return { ids, made: made.length };
  },
};

async function livingAmong(sql: Sql, words: readonly string[]): Promise<Map<string, string>> {
  const named = words.map((word) => word.toLowerCase()).filter(isId);
  if (named.length === 0) return new Map();
  const found = await sql.query<{ id: string }>(
    'SELECT id FROM accounts WHERE id = ANY ($1::uuid[]) AND deleted_at IS NULL',
    [named],
  );
  return new Map(found.map(({ id }) => [id, id]));
}

/** A UUID of version 8 (RFC 9562, 5.8) made of the importer and the word. */
function ownId(importer: string, word: string): string {
  const hash = createHash('sha256').update(`person ${importer} ${word}`).digest();
  hash[6] = 0x80 | ((hash[6] ?? 0) & 0x0f);
  hash[8] = 0x80 | ((hash[8] ?? 0) & 0x3f);
  return hash.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
