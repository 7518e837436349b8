import { defineTemplate, type Template } from '@pressroom/templates';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';

/** Templates that measure the life of a report and nothing else: no query, one table. Loaded by TEST_TEMPLATES. */
export abstract class NoSource {
  abstract readonly nothing: null;
}
export const source = NoSource;
export const read = (): NoSource => ({ nothing: null });

function template(name: string, rows: () => AsyncIterable<number[][]>): Template {
  return defineTemplate({
    name: `bench.${name}`,
    version: '1',
    title: name,
    description: name,
    formats: ['csv', 'json', 'xlsx', 'html', 'pdf'],
    parameters: z.strictObject({}),
    limits: {},
    source: NoSource,
    read: (bound: NoSource) => Promise.resolve(bound),
    layout: () => ({
      title: name,
      language: 'en',
      timeZone: 'UTC',
      asOf: new Date('2026-01-01T00:00:00Z'),
      facts: [],
      mainTable: 'rows',
      template: { name: `bench.${name}`, version: '1' },
      sections: [
        {
          key: 'main',
          title: 'Main',
          blocks: [
            {
              kind: 'table' as const,
              key: 'rows',
              title: 'Rows',
              tail: 'full' as const,
              columns: [{ key: 'n', title: 'No', format: { kind: 'integer' as const } }],
              rows: rows(),
            },
          ],
        },
      ],
    }),
  });
}

async function* oneRow(): AsyncIterable<number[][]> {
  await Promise.resolve();
  yield [[1]];
}

/** A row every tenth of a second, for most of the time limit. */
async function* slowRows(): AsyncIterable<number[][]> {
  for (let at = 0; at < 500; at += 1) {
    await wait(100);
    yield [[at]];
  }
}

export const templates: readonly Template[] = [template('trivial', oneRow), template('slow', slowRows)];
