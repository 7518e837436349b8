import { errorFields, type Logger } from '@pressroom/platform';
import type { Claim, Executions } from '@pressroom/reports';
import type { BuildProgress } from '../builds/messages';
import { type Ending } from '@pressroom/reports';
import { OUT_OF_MEMORY, Stopped, TIME_LIMIT } from './endings';

export interface RunningBuild {
  claim: Claim;
  progress: BuildProgress;
  readonly signal: AbortSignal;
  stop(reason: Ending | 'fenced'): void;
  /** To be called once, however the build ended. */
  end(): void;
}

export interface RunningSettings {
  beatMs: number;
  leaseSeconds: number;
  /** Bytes of resident memory above which the newest build is ended. */
  memoryBytes: number;
}

/** The builds of this process: keeps their leases, passes on stop requests, watches their time and the memory. */
export class RunningBuilds {
  private readonly builds = new Map<string, RunningBuild>();
  private timer: NodeJS.Timeout | undefined;
  private lastBeat = performance.now();

  constructor(
    private readonly executions: Executions,
    private readonly settings: RunningSettings,
    private readonly logger: Logger,
  ) {}

  start(): void {
    const beat = (): void => {
      this.watchMemory();
      void this.beat().finally(() => {
        this.timer = setTimeout(beat, this.settings.beatMs);
      });
    };
    this.timer = setTimeout(beat, this.settings.beatMs);
  }

  close(): void {
    clearTimeout(this.timer);
  }

  get count(): number {
    return this.builds.size;
  }

  begin(claim: Claim): RunningBuild {
    const controller = new AbortController();
    const limit = setTimeout(() => build.stop(TIME_LIMIT), claim.limitMs);
    const build: RunningBuild = {
      claim,
      progress: { phase: 'read', done: null, total: null },
      signal: controller.signal,
      stop: (stop) => controller.abort(new Stopped({ stop })),
      end: () => {
        clearTimeout(limit);
        this.builds.delete(claim.leaseToken);
      },
    };
    if (this.builds.size === 0) this.lastBeat = performance.now();
    this.builds.set(claim.leaseToken, build);
    return build;
  }

  stopAll(reason: Ending): void {
    for (const build of this.builds.values()) build.stop(reason);
  }

  private async beat(): Promise<void> {
    if (this.builds.size === 0) return;
    const beating = [...this.builds.values()];
    try {
      const words = await this.executions.beat(
        beating.map(({ claim, progress }) => ({ id: claim.id, leaseToken: claim.leaseToken, ...progress })),
      );
      this.lastBeat = performance.now();
      for (const build of beating) {
        const word = words.get(build.claim.leaseToken);
        // A build that ended while the beat was under way has left the table by itself.
        if (!this.builds.has(build.claim.leaseToken)) continue;
        if (word === 'cancelled') build.stop({ kind: 'cancelled' });
        else if (word === 'lost') build.stop('fenced');
      }
    } catch (error) {
      this.logger.warn(errorFields(error), 'heartbeat failed');
      // Past the lease another worker may hold these reports: going on would only waste the machine.
      if (performance.now() - this.lastBeat > this.settings.leaseSeconds * 1000) {
        for (const build of beating) build.stop('fenced');
      }
    }
  }

  /** Heap limits of threads do not cover Buffers: what the whole process holds is what the container counts. */
  private watchMemory(): void {
    if (this.builds.size === 0 || process.memoryUsage.rss() < this.settings.memoryBytes) return;
    const newest = [...this.builds.values()].at(-1);
    this.logger.error({ 'report.id': newest?.claim.id }, 'memory is short: the newest build is ended');
    newest?.stop(OUT_OF_MEMORY);
  }
}
