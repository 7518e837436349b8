import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = join(__dirname, '../..');
const LAW = join(__dirname, 'law.cjs');
const CRUISER = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

const importing = (target: string): string => `import * as it from '${target}';\nexport const used = it;\n`;

/** For each rule the file that breaks it, and what that file imports. */
const PLANTED: Record<string, readonly [file: string, imports: string]> = {
  'one-way': ['libs/kernel/src/circle-back.ts', './circle'],
  'api-never-builds': ['apps/api/src/builds.ts', '@pressroom/templates'],
  'apps-meet-in-queues': ['apps/api/src/calls.ts', '../../worker/src/main'],
  'domains-compute': ['libs/nutrition/src/draws.ts', '@pressroom/document'],
  'domains-keep-to-themselves': ['libs/nutrition/src/asks.ts', '@pressroom/identity'],
  'builders-draw': ['libs/report-builders/src/knows.ts', '@pressroom/nutrition'],
  'builders-ask-no-database': ['libs/report-builders/src/reads.ts', 'pg'],
  'document-is-neutral': ['libs/document/src/knows.ts', '@pressroom/templates'],
  'kernel-stands-alone': ['libs/kernel/src/leans.ts', '@pressroom/config'],
  'queues-carry': ['libs/queues/src/looks.ts', '@pressroom/entities'],
  'reports-arrange': ['libs/reports/src/knows.ts', '@pressroom/templates'],
  'imports-load': ['libs/imports/src/knows.ts', '@pressroom/templates'],
  'deliveries-carry': ['libs/delivery/src/knows.ts', '@pressroom/identity'],
  'signing-seals': ['libs/signing/src/looks.ts', '@pressroom/entities'],
  'storage-keeps': ['libs/storage/src/looks.ts', '@pressroom/entities'],
  'rooms-have-one-door': ['libs/config/src/window.ts', '../../kernel/src/inside'],
  'apps-use-the-door': ['apps/api/src/window.ts', '../../../libs/kernel/src/inside'],
  'exceljs-lives-in-xlsx': ['libs/report-builders/src/csv/guest.ts', 'exceljs'],
  'pdfkit-lives-in-pdf': ['libs/report-builders/src/csv/other-guest.ts', 'pdfkit'],
  'bull-rings-in-few-rooms': ['libs/reports/src/rings.ts', 'bull'],
  'ioredis-lives-in-cache': ['libs/queues/src/asks.ts', 'ioredis'],
  'tests-are-not-shipped': ['libs/kernel/src/tests.ts', '../../../test/support/index'],
  'production-needs-no-dev-package': ['libs/kernel/src/dev.ts', 'fast-check'],
  'imports-exist': ['libs/kernel/src/lost.ts', './nowhere'],
};

/** A small house with nothing wrong but what is planted; templates lead to builders, so that the api reaches them. */
const HOUSE: Record<string, string> = {
  ...Object.fromEntries(
    ['config', 'document', 'entities', 'identity', 'kernel', 'nutrition', 'report-builders'].map((room) => [
      `libs/${room}/src/index.ts`,
      'export const room = 1;\n',
    ]),
  ),
  'libs/templates/src/index.ts': importing('@pressroom/report-builders'),
  'libs/kernel/src/inside.ts': 'export const inside = 1;\n',
  'libs/kernel/src/circle.ts': importing('./circle-back'),
  'apps/worker/src/main.ts': 'export const worker = 1;\n',
  'test/support/index.ts': 'export const support = 1;\n',
};

function cruise(folder: string): string[] {
  const rooms = ['apps', 'libs', 'test'];
  for (const room of rooms) mkdirSync(join(folder, room), { recursive: true });
  const run = spawnSync(process.execPath, [CRUISER, ...rooms, '--config', LAW, '--output-type', 'json'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  const result = JSON.parse(run.stdout) as {
    summary: { violations: { rule: { name: string }; from: string; to: string }[] };
  };
  return result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
}

function buildHouse(): string {
  const folder = mkdtempSync(join(tmpdir(), 'law-'));
  for (const file of ['package.json', 'tsconfig.json']) symlinkSync(join(ROOT, file), join(folder, file));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const planted = Object.values(PLANTED).map(([file, imports]) => [file, importing(imports)] as const);
  for (const [path, content] of [...Object.entries(HOUSE), ...planted]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

describe('the law', () => {
  it('holds in this house', () => {
    expect(cruise(ROOT)).toEqual([]);
  });

  describe('in a house with one violation of each rule', () => {
    let found: string[] = [];
    beforeAll(() => {
      const folder = buildHouse();
      found = cruise(folder);
      rmSync(folder, { recursive: true });
    });

    it.each(Object.entries(PLANTED))('finds the one of %s', (rule, [file]) => {
      expect(found.map((violation) => violation.split(' → ')[0])).toContain(`${rule}: ${file}`);
    });

    it('knows every rule', () => {
      const names = execFileSync(
        process.execPath,
        ['-p', `JSON.stringify(require(${JSON.stringify(LAW)}).forbidden.map((rule) => rule.name))`],
        { encoding: 'utf8' },
      );
      expect(Object.keys(PLANTED).sort()).toEqual((JSON.parse(names) as string[]).sort());
    });
  });
});
