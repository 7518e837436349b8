import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** Where a process runs. `test` behaves like `development`; every check of secrets bites in `production`. */
export type Stage = 'development' | 'test' | 'production';

export type Variables = Readonly<Record<string, string | undefined>>;

/** The environment as text, with `NAME_FILE` resolved for secrets and every fault kept until the end. */
export class Environment {
  readonly faults: string[] = [];
  /** Every variable that was asked for. */
  readonly asked = new Set<string>();

  constructor(
    readonly stage: Stage,
    private readonly variables: Variables,
    /** What the development start wrote down (keys, addresses of its servers); empty in production. */
    private readonly developmentDefaults: Variables = {},
  ) {}

  get production(): boolean {
    return this.stage === 'production';
  }

  /** A variable's text; an empty one counts as unset, since compose files pass empty ones on. */
  text(name: string): string | undefined {
    this.asked.add(name);
    return nonEmpty(this.variables[name]) ?? nonEmpty(this.developmentDefaults[name]);
  }

  /** A secret's text from `NAME`, or from the file that `NAME_FILE` names (one final line break is dropped). */
  secret(name: string): string | undefined {
    this.asked.add(name);
    const path = nonEmpty(this.variables[`${name}_FILE`]);
    if (path === undefined) return this.text(name);
    if (nonEmpty(this.variables[name]) !== undefined) {
      this.fault(`${name}_FILE`, `is set together with ${name}; keep one of the two`);
      return undefined;
    }
    try {
      const text = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
      if (text !== '') return text;
      this.fault(`${name}_FILE`, 'names an empty file');
    } catch (error) {
      this.fault(`${name}_FILE`, `names a file that can't be read (${errorCode(error)})`);
    }
    return undefined;
  }

  /** Words about a variable, never its value. */
  fault(name: string, words: string): void {
    this.faults.push(`${name} ${words}`);
  }

  /**
   * Reads one slice: every variable of the schema is fed as text, and the schema says what is wrong.
   * @returns the parsed slice, or undefined after noting the faults; the loader stops before anyone sees it
   */
  read<Shape extends z.ZodRawShape>(shape: Shape): z.output<z.ZodObject<Shape>> | undefined {
    const known = this.faults.length;
    const texts: Record<string, string | undefined> = {};
    for (const name of Object.keys(shape)) {
      texts[name] = SECRETS.has(name) ? this.secret(name) : this.text(name);
    }
    const parsed = z.object(shape).safeParse(texts);
    if (parsed.success) return this.faults.length === known ? parsed.data : undefined;
    for (const issue of parsed.error.issues) this.fault(issue.path.join('.'), issue.message);
    return undefined;
  }
}

/** Variables that may come from a file and whose values never appear in a message. */
export const SECRETS: ReadonlySet<string> = new Set([
  'DATABASE_URL',
  'REDIS_URL',
  'STORAGE_URL',
  'SIGNING_KEYS',
  'JWT_KEYS',
  'DATA_KEYS',
  'OTP_PEPPER',
  'OPERATOR_PASSWORD',
  'METRICS_TOKEN',
  'SMS_URL',
]);

function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text;
}

function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error
    ? String(error.code)
    : 'unknown error';
}
