import type { Claim } from '@pressroom/reports';
import { LEASE_SECONDS, LIMIT_SECONDS, MAX_ATTEMPTS } from './real';

/** A report as the promises describe it, in seconds since the beginning. */
export interface Expected {
  id: string;
  key: string | null;
  createdAt: number;
  status: 'PENDING' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'CANCELLED' | 'EXPIRED' | 'GONE';
  attempts: number;
  claimNo: number;
  /** Known only as "not before this" after a rescue, whose jitter the database draws. */
  notBefore: number;
  token: string | null;
  leaseUntil: number;
  deadline: number;
  cancelAt: number | null;
  completedAt: number;
}

export interface Model {
  now: number;
  reports: Expected[];
  /** Executions that some worker still believes to be its own; those of killed workers are not here. */
  holders: { report: Expected; claim: Claim }[];
  /** Bells ever rung: any of them may be delivered at any time, any number of times. */
  bells: { report: Expected; claimNo: number }[];
}

export const newModel = (): Model => ({ now: 0, reports: [], holders: [], bells: [] });

export const isOpen = ({ status }: Expected): boolean => status === 'PENDING' || status === 'RUNNING';

export function mayClaim(report: Expected, claimNo: number, now: number): boolean {
  return (
    report.status === 'PENDING' &&
    report.claimNo === claimNo &&
    report.attempts < MAX_ATTEMPTS &&
    report.notBefore <= now &&
    report.cancelAt === null
  );
}

export function claimed(report: Expected, token: string, now: number): void {
  report.status = 'RUNNING';
  report.claimNo += 1;
  report.attempts += 1;
  report.token = token;
  report.leaseUntil = now + LEASE_SECONDS;
  report.deadline = now + LIMIT_SECONDS;
}

/** True while the row still runs under this token. */
export function holds(report: Expected, token: string): boolean {
  return report.status === 'RUNNING' && report.token === token;
}

export function ended(report: Expected, status: Expected['status'], now: number): void {
  report.status = status;
  report.token = null;
  report.completedAt = now;
}

export function waitsAgain(report: Expected, notBefore: number): void {
  report.status = 'PENDING';
  report.token = null;
  report.notBefore = notBefore;
}

/** Reports whose first answer is still kept for their key. */
export function repeatable({ reports, now }: Model): Expected[] {
  return reports.filter(({ key, createdAt }) => key !== null && createdAt > now - 86_400);
}
