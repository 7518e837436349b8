import type { FactoryProvider } from '@nestjs/common';
import { Database } from '@pressroom/entities';
import type { Clock } from '@pressroom/kernel';
import { AuditLog } from './audit-log';
import { CodePost } from './code-post';
import { GoogleKeys } from './google-keys';
import { GoogleSignIn } from './google-sign-in';
import { type GoogleSettings, IdTokens } from './id-tokens';
import { LiveSessions } from './live-sessions';
import { OwnWaysIn } from './own-ways-in';
import { Passwords } from './passwords';
import { PhoneCodes, type PhoneSettings } from './phone-codes';
import { PhoneSignIn } from './phone-sign-in';
import { Reauthentication } from './reauthentication';
import { SIGN_IN_TRIES } from './sign-in';
import { type Attempts, Throttle } from './throttle';

export interface WaysInOptions {
  clock: Clock;
  attempts: Attempts | undefined;
  phone: PhoneSettings | undefined;
  google: GoogleSettings | null;
}

const NO_PHONES: PhoneSettings = { pepper: Buffer.alloc(32), countries: [], dayBudget: 0 };

/** Phones, Google, and what an owner changes about the ways into an account. */
export function waysIn({ clock, attempts, phone, google }: WaysInOptions): FactoryProvider[] {
  const tokens = google === null ? null : new IdTokens(new GoogleKeys(google.jwksUrl), google, clock);
  const tries = attempts ?? new Throttle(SIGN_IN_TRIES.limit, SIGN_IN_TRIES.windowMs, clock);
  return [
    {
      provide: PhoneCodes,
      inject: [Database, { token: CodePost, optional: true }],
      useFactory: (database: Database, post: CodePost | undefined) =>
        new PhoneCodes(database, phone === undefined ? null : (post ?? null), phone ?? NO_PHONES),
    },
    {
      provide: PhoneSignIn,
      inject: [Database, PhoneCodes, AuditLog],
      useFactory: (database: Database, codes: PhoneCodes, audit: AuditLog) =>
        new PhoneSignIn(database, codes, audit),
    },
    {
      provide: GoogleSignIn,
      inject: [Database, AuditLog],
      useFactory: (database: Database, audit: AuditLog) =>
        new GoogleSignIn(database, tokens, audit, google?.issuers[0] ?? ''),
    },
    {
      provide: Reauthentication,
      inject: [Database, Passwords, AuditLog],
      useFactory: (database: Database, passwords: Passwords, audit: AuditLog) =>
        new Reauthentication(database, passwords, audit, tries),
    },
    {
      provide: OwnWaysIn,
      inject: [Database, Passwords, PhoneCodes, Reauthentication, LiveSessions, AuditLog],
      useFactory: (...parts: ConstructorParameters<typeof OwnWaysIn>) => new OwnWaysIn(...parts),
    },
  ];
}
