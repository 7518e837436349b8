import type { Holding } from '@pressroom/people';
import type { TemplateExample } from '../template-example';
import { HoldingsSource } from './source';

async function* batches(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  yield rows;
}

type Row = readonly (string | number | boolean | null)[];

const EMPTY = { columns: [{ key: 'id', kind: 'text' }], withheld: {} } as const;

class MemoryHoldings extends HoldingsSource {
  override holdings(): Holding[] {
    return [
      {
        key: 'accounts',
        title: 'Account',
        about: 'Who the person is.',
        columns: [
          { key: 'name', kind: 'text' },
          { key: 'kcal', kind: 'number' },
          { key: 'active', kind: 'boolean' },
        ],
        withheld: { password_hash: 'a digest of a secret' },
        rows: batches([
          ['=1+1', 1.005, true],
          ['<b>"quoted", and more</b>', 0, false],
          ['שלום\r\nעולם', 0.1 + 0.2, null],
          ['1234567890123456789', null, null],
          ['{"nested":[1,"two"]}', 1e-7, true],
        ]),
      },
      { ...EMPTY, key: 'imports', title: 'Imports', about: 'None so far.', rows: batches([]) },
    ];
  }
}

export const accountExportExample: TemplateExample = {
  template: 'account.export',
  source: new MemoryHoldings(),
  parameters: {},
  context: {
    accountId: '0195f2a0-7c1e-7b7a-9d7e-1f2a3b4c5d6e',
    role: 'member',
    locale: 'en',
    timeZone: 'UTC',
    requestedAt: '2026-01-31T12:00:00.000Z',
  },
};
