import { planFile } from './header';
import type { ImportKind } from './import-kind';

const LIMITS = { recordLength: 10_000, columns: 50 };
const kind = (name: string, required: string[], more: Partial<ImportKind> = {}): ImportKind => ({
  name,
  columns: required.map((column) => ({ name: column, required: true })),
  staging: 'x text',
  open: () => ({ stage: () => '' }),
  apply: () => Promise.resolve({ kept: 0, known: 0 }),
  ...more,
});
const polls = kind('polls', ['store_id', 'status', 'timestamp_utc']);
const zones = kind('zones', ['store_id', 'timezone_str']);
const plan = (text: string, kinds = [polls, zones]) => planFile(text, kinds, LIMITS);

describe('a header', () => {
  it('tells the kind, the delimiter and the places, in any order and spelling', () => {
    for (const [delimiter, text] of [
      [',', 'STATUS,Timestamp UTC, store-id \n'],
      [';', 'Status;Timestamp_UTC;Store_ID\r\n1;2,5;3'],
      ['\t', 'status\t"timestamp_utc"\tstore id'],
      ['|', '\n\nstatus|timestamp_utc|store_id\r'],
    ] as const) {
      const found = plan(text);
      expect([found.kind.name, found.delimiter, found.places]).toEqual(['polls', delimiter, [2, 0, 1]]);
    }
    expect(plan('store_id,timezone_str').kind.name).toBe('zones');
  });

  it('may have more columns than are read: they are counted', () => {
    expect(plan('store_id,timezone_str,note,"",city\n').notes).toEqual(['2 columns ignored: note, city']);
  });

  it('is refused when it names a column twice, or none of the kinds', () => {
    expect(() => plan('store_id,timezone_str,Store ID\n')).toThrow(
      'names store_id 2 times, in columns 1 and 3',
    );
    expect(() => plan('a,b\n1,2')).toThrow(
      'must name the columns store_id, status, timestamp_utc; or store_id, timezone_str. It has: a, b',
    );
    expect(() => plan('  \n'.trim())).toThrow('no header and no rows');
  });
});
