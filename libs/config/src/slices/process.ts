import { z } from 'zod';
import type { Environment } from '../environment';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** One crash point that tests switch on: the process kills itself at the `pass`-th time it comes by. */
export interface CrashPoint {
  point: string;
  /** From 1. */
  pass: number;
}

export interface ProcessConfig {
  logLevel: (typeof LOG_LEVELS)[number];
  faults: readonly CrashPoint[];
  /** File of templates that only the test stage offers; null everywhere else. */
  testTemplates: string | null;
}

const POINTS = /^[a-z_]+:\d{1,6}(,[a-z_]+:\d{1,6})*$/;

export function readProcess(environment: Environment): ProcessConfig | undefined {
  const values = environment.read({
    LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
    FAULT: z.string().regex(POINTS, 'must be written as point:pass,point:pass').optional(),
    TEST_TEMPLATES: z.string().optional(),
  });
  if (values === undefined) return undefined;
  if (environment.production && values.FAULT !== undefined) {
    environment.fault('FAULT', 'must not be set in production');
  }
  if (environment.stage !== 'test' && values.TEST_TEMPLATES !== undefined) {
    environment.fault('TEST_TEMPLATES', 'is for NODE_ENV=test alone');
  }
  const faults = (values.FAULT?.split(',') ?? []).map((part): CrashPoint => {
    const [point = '', pass = '1'] = part.split(':');
    return { point, pass: Number(pass) };
  });
  return { logLevel: values.LOG_LEVEL, faults, testTemplates: values.TEST_TEMPLATES ?? null };
}
