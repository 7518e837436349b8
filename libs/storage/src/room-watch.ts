import type { ArtefactStore } from './artefact-store';

const EVERY_MS = 5000;

/** Knows, some seconds old at most, whether the store has room for new files. */
export class RoomWatch {
  private room = true;
  private timer: NodeJS.Timeout | undefined;

  /** @param keepFree share of the disk that is kept back, 0 to 1 */
  constructor(
    private readonly store: ArtefactStore,
    private readonly keepFree: number,
  ) {}

  async start(): Promise<void> {
    await this.look();
    this.timer = setInterval(() => void this.look(), EVERY_MS);
    this.timer.unref();
  }

  hasRoom(): boolean {
    return this.room;
  }

  close(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    // A store that can't be reached says nothing about its room; writing to it will tell.
    const free = await this.store.freeSpace().catch(() => null);
    if (free !== null) this.room = free.share >= this.keepFree;
  }
}
