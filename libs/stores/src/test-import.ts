import type { ImportKind, SwitchSql } from '@pressroom/imports';
import { type Tx } from '@pressroom/entities';

/**
 * What the import machinery does with a file of a kind, within one transaction.
 * @param rows values in the order of the kind's columns
 */
export async function importRows(
  tx: Tx,
  accountId: string,
  kind: ImportKind,
  rows: readonly (readonly string[])[],
): Promise<{ kept: number; known: number; refused: string[] }> {
  const setting = { present: new Set(kind.columns.map(({ name }) => name)), options: {} };
  const reader = kind.open(setting);
  await tx.query('DROP TABLE IF EXISTS staged');
  await tx.query(`CREATE TEMP TABLE staged (line bigint NOT NULL, ${kind.staging}) ON COMMIT DROP`);
  const refused: string[] = [];
  let staged = 0;
  for (const [at, values] of rows.entries()) {
    const row = reader.stage(values);
    if (typeof row !== 'string') {
      refused.push(`${row.column}: ${row.reason}`);
      continue;
    }
    staged += 1;
    const fields = row.split('\t');
    await tx.query(
      `INSERT INTO staged VALUES (${at + 2}, ${fields.map((_, n) => `$${n + 1}`).join(', ')})`,
      fields,
    );
  }
  const sql: SwitchSql = {
    query: <Row>(text: string, params: readonly unknown[] = []) => tx.query<Row>(text, params),
    write: async (text, params = []) => (await tx.query(`${text} RETURNING 1`, params)).length,
  };
  const applied = await kind.apply(sql, {
    ...setting,
    staging: 'staged',
    accountId,
    importId: accountId,
    rows: staged,
  });
  return { kept: applied.kept, known: applied.known, refused };
}
