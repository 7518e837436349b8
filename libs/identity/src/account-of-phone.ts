import type { Tx } from '@pressroom/entities';
import { DomainError, newId } from '@pressroom/kernel';
import { type AccountFacts, FACTS } from './accounts';

/** The account of a number whose owner has proven it; made when there is none. */
export async function accountOfPhone(
  tx: Tx,
  phone: string,
): Promise<{ account: AccountFacts; isNew: boolean }> {
  const [made] = await tx.query<AccountFacts>(
    `INSERT INTO accounts (id, phone) VALUES ($1, $2) ON CONFLICT (phone) DO NOTHING RETURNING ${FACTS}`,
    [newId(), phone],
  );
  if (made !== undefined) return { account: made, isNew: true };
  const [known] = await tx.query<AccountFacts>(
    `SELECT ${FACTS} FROM accounts WHERE phone = $1 AND deleted_at IS NULL`,
    [phone],
  );
  if (known === undefined)
    throw new DomainError('unauthenticated', 'code_wrong', {
      detail: 'this number belonged to an erased account',
    });
  return { account: known, isNew: false };
}
