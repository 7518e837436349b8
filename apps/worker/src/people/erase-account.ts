import { databaseFault } from '@pressroom/entities';
import { DomainError } from '@pressroom/kernel';
import { crashPoint, errorFields, type Logger } from '@pressroom/platform';
import {
  certificateOf,
  type ErasureClaim,
  type ErasureStep,
  type ErasureWork,
  SETTLE_SECONDS,
  stepAfter,
} from '@pressroom/people';
import type { SealRing } from '@pressroom/signing';
import type { ArtefactStore } from '@pressroom/storage';

/** Type of the sealed statement. */
export const CERTIFICATE_TYPE = 'erasure-certificate+jwt';

export interface EraseParts {
  work: ErasureWork;
  store: ArtefactStore;
  seals: SealRing;
  /** Who certifies: the service's address, or its name. */
  issuer: string;
  /** Removes the jobs of these reports and imports. @returns how many a worker still holds */
  removeJobs: (workIds: ReadonlySet<string>) => Promise<number>;
  /** Removes the jobs of whatever no row tells of any more. @returns how many a worker still holds */
  removeOrphans: () => Promise<number>;
  /** Removes what Redis remembers of the account. */
  forget: (accountId: string) => Promise<void>;
  logger: Logger;
}

/** Not yet: the step is taken up again after so many seconds. */
class Later extends Error {
  override readonly name = 'Later';
  constructor(readonly seconds: number) {
    super(`again in ${seconds} s`);
  }
}

const SOON_SECONDS = 0.5;
const LONGEST_WAIT_SECONDS = 60;

/** One erasure, from the step its row names to the certificate. */
export class EraseAccount {
  constructor(private readonly parts: EraseParts) {}

  /** Goes on as far as it can; what it could not do now is put off, and the row remembers. */
  async run(claim: ErasureClaim): Promise<void> {
    const { work, logger } = this.parts;
    let { step } = claim;
    try {
      for (;;) {
        const done = await this.take(step, claim);
        // Where a crash hurts most: the work is done, and the row does not know.
        crashPoint(`erase_${step}`);
        if (done === 'done') break;
        const next = stepAfter(step);
        if (!(await work.advance(claim, next))) return;
        step = next;
      }
      logger.info({ 'event.action': 'erased', 'erasure.id': claim.id }, 'account erased');
    } catch (error) {
      if (error instanceof Later) return work.putOff(claim, error.seconds, null);
      logger.warn({ ...errorFields(error), 'erasure.id': claim.id, step }, 'erasure put off');
      await work.putOff(claim, Math.min(LONGEST_WAIT_SECONDS, 2 ** claim.attempts), codeOf(error));
    }
  }

  private async take(step: ErasureStep, claim: ErasureClaim): Promise<'done' | undefined> {
    switch (step) {
      case 'stop':
        await this.parts.work.stop(claim);
        return undefined;
      case 'queues':
        return this.emptyQueues(claim);
      case 'rows':
        await this.parts.work.removeRows(claim);
        return undefined;
      case 'files':
        await this.parts.store.deletePrefix(claim.subject);
        return undefined;
      case 'caches':
        await this.parts.forget(claim.subject);
        return undefined;
      case 'settle':
        return this.settle(claim);
      case 'sweep':
        return this.sweep(claim);
      case 'account':
        await this.parts.work.removeAccount(claim);
        return undefined;
      case 'verify':
        return this.verify(claim);
      case 'certify':
        return this.certify(claim);
    }
  }

  /** Rows name the jobs, so jobs go first; a build that still runs is waited for, or it would ring and write again. */
  private async emptyQueues(claim: ErasureClaim): Promise<undefined> {
    const running = await this.parts.work.stop(claim);
    const held = await this.parts.removeJobs(await this.parts.work.workIds(claim));
    if (running + held > 0) throw new Later(SOON_SECONDS);
  }

  private async settle(claim: ErasureClaim): Promise<undefined> {
    const left = await this.parts.work.secondsLeft(claim, SETTLE_SECONDS);
    if (left > 0) throw new Later(left);
  }

  private async sweep(claim: ErasureClaim): Promise<undefined> {
    await this.emptyQueues(claim);
    await this.parts.work.removeRows(claim);
    await this.parts.store.deletePrefix(claim.subject);
    await this.parts.forget(claim.subject);
  }

  /**
   * What is still there now has come by a way that nobody thought of: it goes, and everything is looked at again. No row
   * tells any more which jobs were the account's, so none may be left that no row tells of.
   */
  private async verify(claim: ErasureClaim): Promise<undefined> {
    if ((await this.parts.removeOrphans()) > 0) throw new Later(SOON_SECONDS);
    const tables = await this.parts.work.tablesLeft(claim);
    const files = await this.parts.store.deletePrefix(claim.subject);
    if (tables.length === 0 && files === 0) return;
    this.parts.logger.error(
      { 'erasure.id': claim.id, tables, files },
      'an erased account still had something',
    );
    await this.sweep(claim);
    throw new Later(SOON_SECONDS);
  }

  private async certify(claim: ErasureClaim): Promise<'done'> {
    const { work, seals, issuer } = this.parts;
    const { requestedAt, now, counts } = await work.facts(claim);
    const { id, subjectHash } = claim;
    const claims = certificateOf({ id, issuer, subjectHash, requestedAt, completedAt: now, counts });
    await work.complete(claim, seals.seal(CERTIFICATE_TYPE, claims), now);
    return 'done';
  }
}

function codeOf(error: unknown): string {
  if (error instanceof DomainError) return error.code;
  return databaseFault(error) === 'unavailable' ? 'database_unavailable' : 'internal_error';
}
