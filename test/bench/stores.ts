/**
 * Store monitoring at the size of a real fleet: 14,092 stores, 1.8 million polls of one week. A PostgreSQL of its own with
 * fsync on. In one run, side by side:
 *  - the import of the polls, and the bare COPY of the same rows into the same table,
 *  - the whole report from cold, and the bare `COPY (SELECT … ORDER BY …) TO STDOUT` of the polls it reads,
 *
 *     npm run bench -- stores [polls.csv hours.csv zones.csv]
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { type Bench, imported, measured, newAccount, timed, withBench } from './stores-world';

const ROUNDS = 2;
const REPORTS = [
  ['stores.uptime', 'csv'],
  ['stores.uptime', 'xlsx'],
  ['stores.outlook', 'xlsx'],
  ['stores.outlook', 'json'],
] as const;
const nothing = (): Writable => new Writable({ write: (_piece, _encoding, done) => done() });

/** The rows of the table as a file, in the order in which the feed had them, under another account. */
async function bareCopy({ admin, root }: Bench, from: string, to: string): Promise<number> {
  const path = join(root, 'bare.copy');
  const client = await admin.connect();
  try {
    const rows = `SELECT '${to}'::uuid, at, store, active FROM store_polls WHERE account_id = '${from}' ORDER BY md5(store::text || at::text)`;
    await pipeline(client.query(copyTo(`COPY (${rows}) TO STDOUT`)), createWriteStream(path));
    const { seconds } = await timed(() =>
      pipeline(
        createReadStream(path, { highWaterMark: 262_144 }),
        client.query(copyFrom('COPY store_polls FROM STDIN')),
      ),
    );
    return seconds;
  } finally {
    client.release();
  }
}

async function measure(bench: Bench, [polls = '', hours = '', zones = '']: readonly string[]): Promise<void> {
  for (let round = 1; round <= ROUNDS; round += 1) {
    const [own, other] = [await newAccount(bench), await newAccount(bench)];
    const seconds = await imported(bench, own, [polls]);
    const bare = await bareCopy(bench, own, other);
    console.log(
      `import ${seconds.toFixed(2)} s, bare copy ${bare.toFixed(2)} s, rate ${(bare / seconds).toFixed(2)} of it`,
    );
    await imported(bench, own, [hours, zones]);
    const client = await bench.admin.connect();
    const query = `SELECT store, at, active FROM store_polls WHERE account_id = '${own}' ORDER BY store, at`;
    for (const [template, format] of REPORTS) {
      const copied = await timed(() =>
        pipeline(client.query(copyTo(`COPY (${query}) TO STDOUT`)), nothing()),
      );
      const read = await measured(bench, own, format, template);
      console.log(
        `${template} as ${format} ${read.seconds.toFixed(2)} s (${read.rows} rows), copy out ${copied.seconds.toFixed(2)} s, ` +
          `${(read.seconds / copied.seconds).toFixed(2)} times, memory +${read.megabytes.toFixed(0)} MB`,
      );
    }
    client.release();
  }
}

withBench(measure);
