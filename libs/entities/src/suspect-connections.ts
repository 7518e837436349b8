import type pg from 'pg';

/** What pg says when a connection gave no answer in the time that the server's own limit leaves it. */
const NO_ANSWER = /Query read timeout/;

/**
 * When one connection of a pool gives no answer any more, the network broke without a word, and the idle ones are most
 * likely dead as well. Each would cost whoever takes it next the whole wait: they are closed at once, and the pool makes
 * new ones. Those at work find out at the same time by themselves.
 */
export class SuspectConnections {
  private readonly idle = new Set<pg.PoolClient>();

  constructor(pool: pg.Pool) {
    pool.on('release', (_error, client) => this.idle.add(client));
    pool.on('acquire', (client) => this.idle.delete(client));
    pool.on('remove', (client) => this.idle.delete(client));
  }

  /** To be told every error of a statement; acts on silence alone. */
  hear(error: unknown): void {
    if (!(error instanceof Error) || !NO_ANSWER.test(error.message)) return;
    for (const client of this.idle) client.connection.stream.destroy();
  }
}
