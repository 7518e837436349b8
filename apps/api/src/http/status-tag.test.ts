import { DOWNLOAD_LINK_SECONDS } from '@pressroom/signing';
import fc from 'fast-check';
import { isKnown } from './etag';
import { statusTag, TAG_WINDOW_MS } from './status-tag';

const row = { updatedAt: new Date('2026-01-31T12:00:00.000Z'), status: 'COMPLETED', showsLinks: true };
const at = (ms: number) => new Date(1_800_000_000_000 + ms);

describe('the tag of a status read', () => {
  it('never leaves a link with less than two minutes to live behind a 304', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e9 }),
        fc.integer({ min: 0, max: 2 * DOWNLOAD_LINK_SECONDS * 1000 }),
        (read, later) => {
          const known = statusTag(row, at(read));
          if (!isKnown(known, statusTag(row, at(read + later)))) return;
          // What the client keeps was signed at the first read and lives from then.
          expect(DOWNLOAD_LINK_SECONDS * 1000 - later).toBeGreaterThanOrEqual(120_000);
        },
      ),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('changes at least every 150 seconds while links are shown, and never by time alone while none are', () => {
    expect(TAG_WINDOW_MS).toBe(150_000);
    expect(statusTag(row, at(0))).not.toBe(statusTag(row, at(150_000)));
    const bare = { ...row, showsLinks: false };
    expect(statusTag(bare, at(0))).toBe(statusTag(bare, at(1e9)));
  });

  it('changes with the row, its status and its time of change', () => {
    const changed = [
      row,
      { ...row, status: 'EXPIRED' },
      { ...row, updatedAt: new Date(row.updatedAt.getTime() + 1) },
      { ...row, showsLinks: false },
    ];
    expect(new Set(changed.map((each) => statusTag(each, at(0)))).size).toBe(4);
  });

  it('is weak: two answers under it differ in the signatures of their links', () => {
    expect(statusTag(row, at(0))).toMatch(/^W\/"[\w-]+"$/);
  });
});
