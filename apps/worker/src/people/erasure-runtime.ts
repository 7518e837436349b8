import { CACHE_PREFIX, limiterKeys } from '@pressroom/cache';
import type { Config } from '@pressroom/config';
import type { SystemDatabase } from '@pressroom/entities';
import { newId } from '@pressroom/kernel';
import { ErasureWork, reopenReturned } from '@pressroom/people';
import { errorFields, type Logger } from '@pressroom/platform';
import { KeyRing, SealRing } from '@pressroom/signing';
import type { ArtefactStore } from '@pressroom/storage';
import type { Queue } from 'bull';
import { EraseAccount } from './erase-account';
import { removeJobs, removeOrphans } from './remove-jobs';

export interface ErasureRuntimeParts {
  config: Config;
  database: SystemDatabase;
  store: ArtefactStore;
  /** Every queue of the house, whether this worker serves it or not. */
  queues: readonly Queue[];
  logger: Logger;
}

/**
 * Erases accounts, one after the other, in every worker. There is no bell: the row is looked for at each sweep, and one
 * that a lost worker held is taken up when its lease has lapsed.
 */
export class ErasureRuntime {
  private readonly work: ErasureWork;
  private readonly erase: EraseAccount;
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> | null = null;
  private draining = false;

  constructor(private readonly parts: ErasureRuntimeParts) {
    const { config, database, store, queues, logger } = parts;
    this.work = new ErasureWork(database, config.reports.leaseSeconds);
    const secret = new KeyRing(config.tokens.keys, 'limits/v1').newest.key;
    this.erase = new EraseAccount({
      work: this.work,
      store,
      seals: new SealRing(config.signing.keys),
      issuer: config.http.publicUrl ?? config.people.tokenIssuer,
      removeJobs: (workIds) => removeJobs(queues, workIds),
      removeOrphans: () => removeOrphans(queues, (ids) => this.work.strangersAmong(ids)),
      forget: async (accountId) => {
        const names = limiterKeys(secret, `account ${accountId}`).map((name) => `${CACHE_PREFIX}${name}`);
        await queues[0]?.client.del(...names);
      },
      logger,
    });
  }

  start(): void {
    const sweep = (): void => {
      this.round = this.sweep().finally(() => {
        if (!this.draining) this.timer = setTimeout(sweep, this.parts.config.reports.sweepMs);
      });
    };
    void reopenReturned(this.parts.database)
      .then((count) => {
        if (count > 0)
          this.parts.logger.warn({ count }, 'erased accounts had come back: they are erased again');
      })
      .catch((error: unknown) => this.parts.logger.warn(errorFields(error), 'erased accounts not looked for'))
      .finally(sweep);
  }

  /** What is under way goes on elsewhere: every step may be done again. */
  async stop(): Promise<void> {
    this.draining = true;
    clearTimeout(this.timer);
    await this.round;
  }

  private async sweep(): Promise<void> {
    try {
      while (!this.draining) {
        const claim = await this.work.take(newId());
        if (claim === null) return;
        await this.erase.run(claim);
      }
    } catch (error) {
      this.parts.logger.warn(errorFields(error), 'round of erasures failed');
    }
  }
}
