import type { Model } from './model';
import { FORMATS, MAX_ATTEMPTS, type Real } from './real';

interface Row {
  id: string;
  status: string;
  attempts: number;
  claim_no: number;
  keys: string[];
}

/** Published once, monotonic, files where and only where rows say so; and the rows are as the model expects. */
export async function checkInvariants(model: Model, real: Real): Promise<void> {
  const { rows } = await real.database.system<Row>(
    `SELECT r.id, r.status, r.attempts, r.claim_no,
        ARRAY(SELECT file_key FROM artefacts a WHERE a.report_id = r.id ORDER BY format) AS keys FROM reports r`,
  );
  const seen = Object.fromEntries(
    rows.map(({ id, status, attempts, claim_no }) => [id, { status, attempts, claim_no }]),
  );
  const expected = Object.fromEntries(
    model.reports
      .filter(({ status }) => status !== 'GONE')
      .map(({ id, status, attempts, claimNo }) => [id, { status, attempts, claim_no: claimNo }]),
  );
  expect(seen).toEqual(expected);
  for (const { id, status, attempts, keys } of rows) {
    expect(attempts).toBeLessThanOrEqual(MAX_ATTEMPTS);
    expect(keys.length).toBe(status === 'COMPLETED' ? FORMATS.length : 0);
    for (const key of keys) expect(real.files.has(key) ? 'there' : `${id} lost ${key}`).toBe('there');
  }
  const named = new Set(rows.flatMap(({ keys }) => keys));
  expect([...real.files].filter((key) => !named.has(key))).toEqual([]);
}
