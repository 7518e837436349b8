/**
 * Every measurement, one after the other: `npm run bench`, or `npm run bench -- service` for one of them.
 * Each prints its figures next to those of a peer or a limit, measured in the same run.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const NOT_MEASUREMENTS = new Set([
  'index.js',
  'client.js',
  'fleet-files.js',
  'paced.js',
  'sample-rows.js',
  'stores-world.js',
  'throughput.js',
  'bench-templates.js',
  'world.js',
]);

const all = readdirSync(__dirname)
  .filter((file) => file.endsWith('.js') && !NOT_MEASUREMENTS.has(file))
  .map((file) => file.slice(0, -3));
const [asked, ...rest] = process.argv.slice(2);
if (asked !== undefined && !existsSync(join(__dirname, `${asked}.js`))) {
  process.stderr.write(`usage: npm run bench [-- ${all.join(' | ')}] [arguments]\n`);
  process.exit(2);
}
for (const name of asked === undefined ? all : [asked]) {
  process.stdout.write(`\n== ${name}\n`);
  const { status } = spawnSync(process.execPath, [join(__dirname, `${name}.js`), ...rest], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exitCode = 1;
}
