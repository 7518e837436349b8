/**
 * Preloaded into the apps that tests start (and, with them, into their threads): a run starts well over a hundred, and
 * a quarter of each start is V8 compiling the same files. The first app of a kind leaves what V8 made of them in the
 * run's folder, the others take it from there. What runs is the same code: an entry counts only for the very text that
 * it was made of, and V8 itself turns down what another version or other flags have made.
 */
const { createHash } = require('node:crypto');
const { readFileSync, renameSync, writeFileSync } = require('node:fs');
const Module = require('node:module');
const { dirname, join } = require('node:path');
const { deserialize, serialize } = require('node:v8');
const vm = require('node:vm');
const { isMainThread, threadId } = require('node:worker_threads');

/** Milliseconds without a new file before an app counts as started. */
const QUIET_MS = 1000;

const digest = (text) => createHash('sha1').update(text).digest('hex');
const file = join(
  process.env.PRESSROOM_TEST_ROOT,
  `compiled-${digest(`${process.argv[1]} ${isMainThread}`).slice(0, 12)}`,
);
const known = read();
/** What this app leaves: the first of its kind, until it has started. */
let made = known === null ? new Map() : null;
const started = setTimeout(leave, QUIET_MS).unref();

/** File name to the digest of its text and V8's data; null when no app of this kind has left any yet. */
function read() {
  try {
    return deserialize(readFileSync(file));
  } catch {
    return null;
  }
}

function leave() {
  if (made === null) return;
  const entries = new Map();
  for (const [name, { text, script }] of made)
    entries.set(name, { digest: digest(text), data: script.createCachedData() });
  made = null;
  const part = `${file}.${process.pid}-${threadId}`;
  writeFileSync(part, serialize(entries));
  renameSync(part, file);
}

/** The script of a file, or null for one that is better left to Node. */
function scriptOf(text, filename, format) {
  if (format === 'module') return null;
  const entry = known?.get(filename);
  if (entry === undefined) {
    // An import() loses its way back to the loader in a script that comes from data.
    if (made === null || /\bimport\s*\(/.test(text)) return null;
  } else if (entry.digest !== digest(text)) return null;
  try {
    // On one line with the text, so that lines in traces stay what they are.
    const wrapped = `(function (exports, require, module, __filename, __dirname) { ${text}\n})`;
    return new vm.Script(wrapped, { filename, cachedData: entry?.data });
  } catch {
    return null;
  }
}

function requireFor(module) {
  const require = (name) => module.require(name);
  require.resolve = (name, options) => Module._resolveFilename(name, module, false, options);
  require.resolve.paths = (name) => Module._resolveLookupPaths(name, module);
  return Object.assign(require, {
    main: process.mainModule,
    cache: Module._cache,
    extensions: Module._extensions,
  });
}

const compile = Module.prototype._compile;
Module.prototype._compile = function (text, filename, format) {
  const script = scriptOf(text, filename, format);
  if (script === null) return compile.call(this, text, filename, format);
  if (made !== null) {
    made.set(filename, { text, script });
    started.refresh();
  }
  const run = script.runInThisContext();
  return run.call(this.exports, this.exports, requireFor(this), this, filename, dirname(filename));
};
