import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { root } from './place.mjs';

const dist = join(root, 'dist');
const FOLDERS = ['apps', 'libs', 'test'];

/** Brings dist/ up to date with the sources, file by file: what is newer is compiled or copied, what has gone is removed. */
export function build() {
  if (!existsSync(join(root, '.swcrc'))) return;
  const oldest = Math.max(
    ...['.swcrc', 'apps/cli/run/build.mjs'].map((path) => statSync(join(root, path)).mtimeMs),
  );
  const wanted = new Set();
  const stale = [];
  for (const source of FOLDERS.flatMap((folder) => filesBelow(folder))) {
    const target = targetOf(source);
    if (target === null) continue;
    wanted.add(target);
    if (isStale(source, target, oldest)) stale.push([source, target]);
  }
  if (stale.length > 0) compile(stale);
  for (const file of FOLDERS.flatMap((folder) => filesBelow(join('dist', folder)))) {
    const made = file.slice('dist/'.length);
    if (!wanted.has(made) && !wanted.has(made.replace(/\.map$/, '')))
      rmSync(join(root, file), { force: true });
  }
}

function compile(stale) {
  // The compiler is loaded only when there is something to compile: it takes a while.
  const { transformFileSync } = createRequire(import.meta.url)('@swc/core');
  const swcrc = JSON.parse(readFileSync(join(root, '.swcrc'), 'utf8'));
  for (const [source, target] of stale) {
    const path = join(dist, target);
    mkdirSync(dirname(path), { recursive: true });
    const from = join(root, source);
    if (!source.endsWith('.ts')) {
      put(path, (part) => copyFileSync(from, part));
      continue;
    }
    const { code, map } = transformFileSync(from, {
      ...swcrc,
      swcrc: false,
      jsc: { ...swcrc.jsc, baseUrl: root },
      sourceMaps: true,
      sourceFileName: from,
    });
    const name = path.split('/').at(-1);
    if (map !== undefined) put(`${path}.map`, (part) => writeFileSync(part, map));
    put(path, (part) => writeFileSync(part, `${code}\n//# sourceMappingURL=${name}.map\n`));
    const { mtime } = statSync(from);
    utimesSync(path, mtime, mtime);
  }
}

/** Two builds at once must not show each other half a file. */
function put(path, write) {
  const part = `${path}.${process.pid}.part`;
  write(part);
  renameSync(part, path);
}

/** A target carries the time of the source it was made of, so a source that went back in time counts as changed too. */
function isStale(source, target, oldest) {
  const made = statSync(join(dist, target), { throwIfNoEntry: false });
  if (made === undefined || made.ctimeMs < oldest) return true;
  const { mtimeMs } = statSync(join(root, source));
  return source.endsWith('.ts') ? Math.abs(made.mtimeMs - mtimeMs) > 1 : made.ctimeMs < mtimeMs;
}

/** Path below dist/ of what a source becomes; null for what is not part of the program. */
function targetOf(source) {
  if (source.endsWith('.ts')) {
    if (/\.(d|test)\.ts$|^libs\/.*\/test-(?!templates\.)[^/]*\.ts$/.test(source)) return null;
    return source.replace(/\.ts$/, '.js');
  }
  return source.startsWith('test/') || /\.(mjs|cjs|md)$/.test(source) ? null : source;
}

/** Files below a folder of the project, as paths from the root with `/`. */
function filesBelow(folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.length + 1)
        .replaceAll('\\', '/'),
    );
}
