import { HOME_FILES, newKey, writeRing } from '@pressroom/config';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from '../command';
import { dropMark, endProcess, isAlive, keepMark, markOf, readMark } from '../servers';
import type { ProcessMark } from '../servers';

/** The folder of a development start: keys, addresses, logs, data, made reports. */
export interface Home {
  path: string;
  logs: string;
  reports: string;
  /** Keys and passwords made once for this home. */
  secrets: HomeSecrets;
  /** Lets the other commands find the servers that run now. */
  tellServers(addresses: { DATABASE_URL: string; REDIS_URL: string }): void;
  /** Remembers a child, so that the next start can end it when this one is killed. */
  rememberChild(name: string, pid: number): void;
  close(): void;
}

export interface HomeSecrets {
  SIGNING_KEYS: string;
  JWT_KEYS: string;
  DATA_KEYS: string;
  OTP_PEPPER: string;
  /** Of the role that owns the database. */
  DATABASE_PASSWORD: string;
  REDIS_PASSWORD: string;
  DEMO_PASSWORD: string;
}

const LOCK = 'start.json';
const CHILDREN = ['api', 'worker'];

/**
 * Opens (or makes) a home and takes it for this process.
 * @throws CommandError when another start has it
 */
export async function openHome(path: string): Promise<Home> {
  mkdirSync(path, { recursive: true });
  // The user that runs PostgreSQL walks through this folder; everything in it that matters closes itself.
  chmodSync(path, 0o755);
  takeLock(join(path, LOCK));
  const [logs, reports] = [join(path, 'logs'), join(path, 'reports')];
  for (const folder of [logs, reports, join(path, 'files')]) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  }
  await endLeftovers(path);
  const servers = join(path, HOME_FILES.servers);
  return {
    path,
    logs,
    reports,
    secrets: readSecrets(join(path, HOME_FILES.secrets)),
    tellServers: (addresses) => writeWhole(servers, JSON.stringify(addresses, null, 2)),
    rememberChild: (name, pid) => {
      const mark = markOf(pid);
      if (mark !== null) keepMark(join(path, `${name}.json`), mark);
    },
    close: () => {
      for (const name of CHILDREN) dropMark(join(path, `${name}.json`));
      rmSync(servers, { force: true });
      dropMark(join(path, LOCK));
    },
  };
}

/** A lock of a process that has ended, or whose id another one has now, is no lock. */
function takeLock(path: string): void {
  const holder = readMark(path);
  if (holder !== null && holder.pid !== process.pid && isAlive(holder)) {
    throw new CommandError(
      `Pressroom already runs from this folder (process ${holder.pid}). Stop it, or set PRESSROOM_HOME to another folder.`,
    );
  }
  const own = markOf(process.pid);
  if (own !== null) keepMark(path, own);
}

/** The api and worker of a start that was killed would go on with keys and servers that are about to change. */
async function endLeftovers(path: string): Promise<void> {
  const marks = CHILDREN.map((name) => readMark(join(path, `${name}.json`)));
  const left = marks.filter((mark): mark is ProcessMark => mark !== null);
  await Promise.all(left.map((mark) => endProcess(mark, 'SIGTERM', 3000)));
}

function readSecrets(path: string): HomeSecrets {
  const known = parse(path);
  const secret = (): string => randomBytes(32).toString('base64url');
  const ring = (): string => writeRing([newKey()]);
  const secrets: HomeSecrets = {
    SIGNING_KEYS: known.SIGNING_KEYS ?? ring(),
    JWT_KEYS: known.JWT_KEYS ?? ring(),
    DATA_KEYS: known.DATA_KEYS ?? ring(),
    OTP_PEPPER: known.OTP_PEPPER ?? secret(),
    DATABASE_PASSWORD: known.DATABASE_PASSWORD ?? secret(),
    REDIS_PASSWORD: known.REDIS_PASSWORD ?? secret(),
    DEMO_PASSWORD: known.DEMO_PASSWORD ?? randomBytes(9).toString('base64url'),
  };
  writeWhole(path, JSON.stringify(secrets, null, 2));
  return secrets;
}

function parse(path: string): Partial<HomeSecrets> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Partial<HomeSecrets>;
  } catch {
    // the first start
    return {};
  }
}

function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.part`, text, { mode: 0o600 });
  renameSync(`${path}.part`, path);
}
