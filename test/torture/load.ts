import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from '../support';
import type { Random } from './random';

type Order = [template: string, parameters: Record<string, unknown>];

/** What clients ask for: mostly what works, and some of everything that does not. */
function anOrder(random: Random): Order {
  const roll = random.next();
  if (roll < 0.55) return ['test.plain', { rows: random.whole(1, 30), ms: random.whole(0, 40) }];
  if (roll < 0.65) return ['test.plain', { rows: 60, ms: 80 }];
  if (roll < 0.75) return ['test.odd', { kind: 'error', times: 0 }];
  if (roll < 0.83)
    return ['test.odd', { kind: random.of(['error', 'null', 'exit', 'permanent', 'unhandled']) }];
  if (roll < 0.985) return ['test.query', { ms: random.whole(0, 1500) }];
  if (roll < 0.995) return ['test.spin', {}];
  return ['test.poison', {}];
}

/** Clients that never stop asking, and that repeat with their key what was not answered. */
export class Load {
  /** Ids that a 202 promised. */
  readonly promised = new Set<string>();
  readonly removed = new Set<string>();
  /** Keys under which two different reports were answered. */
  readonly doubled: string[] = [];
  readonly counts: Record<string, number> = {};
  private going = true;

  constructor(
    private readonly clients: readonly Client[],
    private readonly random: Random,
  ) {}

  start(): Promise<void> {
    return Promise.all(this.clients.map((client) => this.ask(client))).then(() => undefined);
  }

  stop(): void {
    this.going = false;
  }

  /** Calls off, or removes, some of what is there. */
  async storm(what: 'cancel' | 'remove', count: number): Promise<void> {
    const ids = [...this.promised].filter((id) => !this.removed.has(id));
    const victims = Array.from({ length: Math.min(count, ids.length) }, () => this.random.of(ids.slice(-60)));
    for (const id of new Set(victims)) {
      for (const client of this.clients) {
        const answer = await client[what](id).catch(() => null);
        if (what === 'remove' && answer?.status === 204) this.removed.add(id);
        // A removal whose answer was lost may have been done.
        if (what === 'remove' && (answer === null || answer.status >= 500)) this.removed.add(id);
      }
    }
  }

  private async ask(client: Client): Promise<void> {
    while (this.going) {
      await this.once(client, anOrder(this.random));
      await wait(this.random.whole(50, 400));
    }
  }

  private async once(client: Client, [template, parameters]: Order): Promise<void> {
    const formats = this.random.of([['json'], ['csv', 'json'], ['html'], ['xlsx', 'pdf']]);
    const headers = { 'idempotency-key': randomUUID() };
    let known: string | null = null;
    for (let tries = 0; tries < 30; tries += 1) {
      const answer = await client.post(template, parameters, { formats, headers }).catch(() => null);
      this.count(answer === null ? 'no answer' : String(answer.status));
      if (answer?.status === 202) {
        if (known !== null && known !== answer.body.id) this.doubled.push(headers['idempotency-key']);
        known = answer.body.id;
        this.promised.add(known);
        // Some clients ask again though they were answered.
        if (this.random.next() > 0.1) return;
      } else if (answer !== null && answer.status < 500 && answer.status !== 409) return;
      await wait(300);
    }
  }

  private count(name: string): void {
    this.counts[name] = (this.counts[name] ?? 0) + 1;
  }
}
