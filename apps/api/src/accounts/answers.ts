import type { AccountFacts, SessionFacts, TokenSet } from '@pressroom/identity';
import type { MeAnswer, SessionAnswer, TokensAnswer } from './schemas';

/** A token set as RFC 6749 names its parts, with the user it belongs to. */
export function tokensFrom({ accessToken, refreshToken, expiresIn, account }: TokenSet): TokensAnswer {
  const { id, email, phone, name, role } = account;
  return {
    accessToken,
    refreshToken,
    expiresIn,
    tokenType: 'Bearer',
    user: { id, email, phone, name, role },
  };
}

export function meFrom({ id, email, phone, name, role, createdAt }: AccountFacts): MeAnswer {
  return { id, email, phone, name, role, createdAt: createdAt.toISOString() };
}

export function sessionFrom(facts: SessionFacts, currentId: string | null): SessionAnswer {
  const { id, createdAt, lastUsedAt, expiresAt, userAgent } = facts;
  return {
    id,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    userAgent,
    current: id === currentId,
  };
}
