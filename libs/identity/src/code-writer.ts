import type { SystemSql } from '@pressroom/entities';
import { CODE_RULES, codeHmac, newCode } from './one-time-code';

/**
 * Draws a code at the moment of sending, so that it never lies in a queue; another sending draws another one, and the
 * one before is worth nothing then.
 */
export class CodeWriter {
  constructor(
    private readonly sql: SystemSql,
    private readonly pepper: Buffer,
  ) {}

  /** @returns the number and the words; null when the challenge was answered, replaced, or waited too long */
  async write(challengeId: string): Promise<{ to: string; text: string } | null> {
    const code = newCode();
    const { rows } = await this.sql.system<{ phone: string }>(
      `UPDATE phone_challenges SET code_hmac = $2, expires_at = app_now() + make_interval(secs => $3)
        WHERE id = $1 AND superseded_at IS NULL AND consumed_at IS NULL AND phone IS NOT NULL
          AND created_at > app_now() - make_interval(secs => $4)
        RETURNING phone`,
      [
        challengeId,
        codeHmac(this.pepper, challengeId, code),
        CODE_RULES.lifeSeconds,
        CODE_RULES.sendWithinSeconds,
      ],
    );
    const phone = rows[0]?.phone;
    return phone === undefined ? null : { to: phone, text: wordsFor(code) };
  }
}

function wordsFor(code: string): string {
  return `${code} is your Pressroom code, good for ${CODE_RULES.lifeSeconds / 60} minutes. Give it to nobody.`;
}
