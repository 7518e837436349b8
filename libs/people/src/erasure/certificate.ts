import { OWNED_TABLES } from '@pressroom/entities';

/** What a certificate says: the claims of its JWS. Times in seconds since 1970, as RFC 7519 has them. */
export interface CertificateClaims {
  iss: string;
  /** The erasure. */
  jti: string;
  iat: number;
  requestedAt: string;
  completedAt: string;
  /** SHA-256 of `pressroom account <id>`, hexadecimal: whoever knows the id can tell that it is this account. */
  subjectSha256: string;
  /** Rows removed, by category. */
  removed: Record<string, number>;
  /** Places that were looked through afterwards, and held nothing of it: tables, the store, the jobs of every queue. */
  verified: readonly string[];
  kept: readonly { category: string; why: string }[];
}

export interface CertificateFacts {
  id: string;
  issuer: string;
  subjectHash: Buffer;
  requestedAt: Date;
  completedAt: Date;
  counts: Readonly<Record<string, number>>;
}

export function certificateOf(facts: CertificateFacts): CertificateClaims {
  const removed = OWNED_TABLES.filter(({ erasure }) => erasure.how === 'erase').map(
    ({ table }) => [table, table === 'accounts' ? 1 : (facts.counts[table] ?? 0)] as const,
  );
  return {
    iss: facts.issuer,
    jti: facts.id,
    iat: Math.floor(facts.completedAt.getTime() / 1000),
    requestedAt: facts.requestedAt.toISOString(),
    completedAt: facts.completedAt.toISOString(),
    subjectSha256: facts.subjectHash.toString('hex'),
    removed: Object.fromEntries(removed),
    verified: ['rows', 'files', 'queues'],
    kept: OWNED_TABLES.flatMap(({ title, erasure }) =>
      erasure.how === 'keep' ? [{ category: title, why: erasure.why }] : [],
    ),
  };
}
