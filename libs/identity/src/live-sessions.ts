import type { Database } from '@pressroom/entities';
import type { Clock } from '@pressroom/kernel';
import type { Role } from './accounts';

/** How long a process may go on believing that a session which another process ended is alive. */
const BELIEF_MS = 5_000;
const MAX_REMEMBERED = 10_000;

interface Belief {
  readonly accountId: string;
  readonly since: number;
  readonly role: Promise<Role | null>;
}

/**
 * Whether a session is alive, asked at every request and answered from memory for at most five seconds. What this
 * process ends is dead here at once.
 */
export class LiveSessions {
  private readonly beliefs = new Map<string, Belief>();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** @returns the account's present role, or null when the session ended, expired, or its account is gone */
  role(sessionId: string, accountId: string): Promise<Role | null> {
    const now = this.clock.now().getTime();
    const known = this.beliefs.get(sessionId);
    // A clock set back makes an age negative: such a belief is no younger than any other.
    if (known?.accountId === accountId && Math.abs(now - known.since) < BELIEF_MS) return known.role;
    const role = this.ask(sessionId, accountId);
    this.beliefs.delete(sessionId);
    if (this.beliefs.size >= MAX_REMEMBERED) this.forgetOldest();
    // The promise itself is kept: a burst of requests asks once, and an answer that arrives after the session was
    // forgotten is not remembered.
    this.beliefs.set(sessionId, { accountId, since: now, role });
    role.catch(() => {
      this.forgetIf(sessionId, role);
    });
    return role;
  }

  forget(sessionId: string): void {
    this.beliefs.delete(sessionId);
  }

  forgetAccount(accountId: string): void {
    for (const [sessionId, belief] of this.beliefs) {
      if (belief.accountId === accountId) this.beliefs.delete(sessionId);
    }
  }

  private async ask(sessionId: string, accountId: string): Promise<Role | null> {
    const { rows } = await this.database.system<{ role: Role }>(
      `SELECT a.role FROM sessions s JOIN accounts a ON a.id = s.account_id
       WHERE s.id = $1 AND s.account_id = $2 AND s.ended_at IS NULL AND s.expires_at > app_now()
         AND a.deleted_at IS NULL`,
      [sessionId, accountId],
    );
    return rows[0]?.role ?? null;
  }

  private forgetIf(sessionId: string, role: Promise<Role | null>): void {
    if (this.beliefs.get(sessionId)?.role === role) this.beliefs.delete(sessionId);
  }

  private forgetOldest(): void {
    const [oldest] = this.beliefs.keys();
    if (oldest !== undefined) this.beliefs.delete(oldest);
  }
}
