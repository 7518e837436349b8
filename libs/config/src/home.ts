import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Variables } from './environment';

/** Files below PRESSROOM_HOME in which the development start leaves what the other processes need. */
export const HOME_FILES = {
  /** Keys made once for this home: `{SIGNING_KEYS, JWT_KEYS, …}`. */
  secrets: 'secrets.json',
  /** Addresses of the servers that run now: `{DATABASE_URL, REDIS_URL}`. */
  servers: 'servers.json',
} as const;

/** @returns the absolute folder of embedded servers and files; `.pressroom` in the working directory by default */
export function homeOf(variables: Variables): string {
  const named = variables['PRESSROOM_HOME'];
  return resolve(named === undefined || named.trim() === '' ? '.pressroom' : named);
}

/** Everything that the development start wrote down in a home; empty when there was no start yet. */
export function readHome(home: string): Variables {
  return { ...readTexts(join(home, HOME_FILES.servers)), ...readTexts(join(home, HOME_FILES.secrets)) };
}

function readTexts(path: string): Record<string, string> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // no start has written it yet, or it was cut off: the missing variables are named by their own checks
    return {};
  }
  if (typeof parsed !== 'object' || parsed === null) return {};
  const entries = Object.entries(parsed).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(entries);
}
