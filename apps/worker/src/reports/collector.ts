import { errorFields, type Logger } from '@pressroom/platform';
import type { Retention } from '@pressroom/reports';
import type { ArtefactStore } from '@pressroom/storage';

export interface CollectorSettings {
  retentionDays: number;
  everyMs: number;
  tempAgeMs: number;
  orphanAgeMs: number;
}

export const COLLECTOR_DEFAULTS = { everyMs: 3_600_000, tempAgeMs: 600_000, orphanAgeMs: 3_600_000 } as const;

/** Hourly and at start: temporary files that were left, files that no row names, artefacts past their retention. */
export class Collector {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly retention: Retention,
    private readonly store: ArtefactStore,
    private readonly settings: CollectorSettings,
    private readonly logger: Logger,
    /** Of some file keys, those that belong to others than reports. */
    private readonly alsoNamed: (keys: readonly string[]) => Promise<ReadonlySet<string>>,
    /** What other rooms want forgotten at the same time. */
    private readonly chores: readonly (() => Promise<unknown>)[] = [],
  ) {}

  start(): void {
    const collect = (): void => {
      this.collect()
        .catch((error: unknown) => this.logger.warn(errorFields(error), 'collector failed'))
        .finally(() => {
          this.timer = setTimeout(collect, this.settings.everyMs);
          this.timer.unref();
        });
    };
    collect();
  }

  close(): void {
    clearTimeout(this.timer);
  }

  async collect(): Promise<{ expired: number; orphans: number; temps: number }> {
    let expired = 0;
    for (;;) {
      const keys = await this.retention.expire(this.settings.retentionDays);
      for (const key of keys) await this.store.delete(key);
      expired += keys.length;
      if (keys.length === 0) break;
    }
    const temps = await this.store.removeTemps(this.settings.tempAgeMs);
    const orphans = await this.removeOrphans();
    await this.retention.forgetAnswers();
    for (const chore of this.chores) await chore();
    this.logger.info({ 'event.action': 'collected', expired, orphans, temps }, 'collected');
    return { expired, orphans, temps };
  }

  private async removeOrphans(): Promise<number> {
    let removed = 0;
    let batch: string[] = [];
    const flush = async (): Promise<void> => {
      const named = await this.retention.named(batch);
      const others = await this.alsoNamed(batch);
      for (const key of batch.filter((candidate) => !named.has(candidate) && !others.has(candidate))) {
        await this.store.delete(key);
        removed += 1;
      }
      batch = [];
    };
    for await (const key of this.store.list('', this.settings.orphanAgeMs)) {
      batch.push(key);
      if (batch.length >= 500) await flush();
    }
    if (batch.length > 0) await flush();
    return removed;
  }
}
