/**
 * The entry of every npm script: checks Node, installs and builds what is missing or old, then runs the command.
 *   node apps/cli/run.mjs <command> [arguments]
 * Only what Node brings may be imported here: the packages may not be installed yet.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setSourceMapsEnabled } from 'node:process';
import { pathToFileURL } from 'node:url';
import { build } from './run/build.mjs';
import { install } from './run/install.mjs';
import { checkNode, root } from './run/place.mjs';
import { runTools } from './run/tools.mjs';

/** Commands that are compiled files; the environment file is read for those that serve. */
const COMPILED = {
  start: 'apps/cli/src/start.js',
  migrate: 'apps/cli/src/migrate.js',
  seed: 'apps/cli/src/seed.js',
  operator: 'apps/cli/src/operator.js',
  keys: 'apps/cli/src/keys.js',
  api: 'apps/api/src/main.js',
  worker: 'apps/worker/src/main.js',
  bench: 'test/bench/index.js',
  torture: 'test/torture/index.js',
};

/** Commands that run other programs one after the other. */
const TOOLS = {
  build: [],
  test: [['jest', '--coverage']],
  check: [
    ['prettier', '--check', '.'],
    ['eslint', 'apps', 'libs', 'test'],
    ['tsc', '--noEmit'],
    ['depcruise', 'apps', 'libs', 'test', '--config', 'test/architecture/law.cjs'],
    ['jest', 'apps', 'libs', 'test/architecture'],
  ],
};

const [command = '', ...rest] = process.argv.slice(2);
const names = [...Object.keys(COMPILED), ...Object.keys(TOOLS)];

checkNode();
if (!names.includes(command)) {
  console.error(`usage: node apps/cli/run.mjs <${names.join(' | ')}> [arguments]`);
  process.exit(2);
}
process.chdir(root);
install();
build();
if (command in TOOLS) {
  process.exitCode = runTools(TOOLS[command], rest);
} else {
  const serves = command !== 'bench' && command !== 'torture';
  if (serves && existsSync(join(root, '.env'))) process.loadEnvFile(join(root, '.env'));
  const script = join(root, 'dist', COMPILED[command]);
  if (!existsSync(script)) {
    console.error(`There is no ${COMPILED[command].replace(/\.js$/, '.ts')} in this copy of the project.`);
    process.exit(2);
  }
  // In this very process: signals and the exit code need no passing on.
  process.argv = [process.execPath, script, ...rest];
  setSourceMapsEnabled(true);
  await import(pathToFileURL(script).href);
}
