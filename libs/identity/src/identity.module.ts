import { type DynamicModule, Module } from '@nestjs/common';
import { Database } from '@pressroom/entities';
import { type Clock, systemClock } from '@pressroom/kernel';
import type { MasterKey } from '@pressroom/signing';
import { AccessTokens } from './access-tokens';
import { Accounts } from './accounts';
import { ApiKeys } from './api-keys';
import { AuditLog } from './audit-log';
import { GoogleSignIn } from './google-sign-in';
import type { GoogleSettings } from './id-tokens';
import { LiveSessions } from './live-sessions';
import { OwnWaysIn } from './own-ways-in';
import { Passwords } from './passwords';
import { PhoneCodes, type PhoneSettings } from './phone-codes';
import { PhoneSignIn } from './phone-sign-in';
import { Reauthentication } from './reauthentication';
import { Sessions } from './sessions';
import { PasswordSignIn } from './sign-in';
import type { Attempts } from './throttle';
import { TOKEN_LIVES, type TokenLives } from './token-lives';
import { TokenSets } from './token-sets';
import { waysIn } from './ways-in-providers';

export interface IdentityOptions {
  /** Master keys of access tokens, oldest to newest. */
  tokenKeys: readonly MasterKey[];
  /** Such as the configuration's `people`. */
  lives?: TokenLives;
  clock?: Clock;
  /** Counts failed sign-ins; in the memory of this process when absent. */
  attempts?: Attempts;
  /** Such as the configuration says; without it, or without a `CodePost`, no code goes to a phone. */
  phone?: PhoneSettings;
  /** Null or absent: sign-in with Google is off. */
  google?: GoogleSettings | null;
}

/** Accounts, sessions and tokens. Needs `Database` from a global module of the app. */
@Module({})
export class IdentityModule {
  static with({
    tokenKeys,
    lives = TOKEN_LIVES,
    clock = systemClock,
    attempts,
    phone,
    google = null,
  }: IdentityOptions): DynamicModule {
    const services = [
      Passwords,
      {
        provide: AuditLog,
        inject: [Database],
        useFactory: (database: Database) => new AuditLog(database),
      },
      {
        provide: LiveSessions,
        inject: [Database],
        useFactory: (database: Database) => new LiveSessions(database, clock),
      },
      {
        provide: Accounts,
        inject: [Database, Passwords, AuditLog],
        useFactory: (database: Database, passwords: Passwords, audit: AuditLog) =>
          new Accounts(database, passwords, audit),
      },
      {
        provide: Sessions,
        inject: [Database, LiveSessions, AuditLog],
        useFactory: (database: Database, live: LiveSessions, audit: AuditLog) =>
          new Sessions(database, live, audit, lives),
      },
      {
        provide: ApiKeys,
        inject: [Database, AuditLog],
        useFactory: (database: Database, audit: AuditLog) => new ApiKeys(database, audit),
      },
      { provide: AccessTokens, useFactory: () => new AccessTokens(tokenKeys, clock, lives) },
      {
        provide: PasswordSignIn,
        inject: [Accounts, Passwords, AuditLog],
        useFactory: (accounts: Accounts, passwords: Passwords, audit: AuditLog) =>
          new PasswordSignIn(accounts, passwords, audit, clock, attempts),
      },
      ...waysIn({ clock, attempts, phone, google }),
      {
        provide: TokenSets,
        inject: [Accounts, Sessions, AccessTokens],
        useFactory: (accounts: Accounts, sessions: Sessions, tokens: AccessTokens) =>
          new TokenSets(accounts, sessions, tokens),
      },
    ];
    const exported = [
      Passwords,
      AuditLog,
      LiveSessions,
      Accounts,
      Sessions,
      AccessTokens,
      ApiKeys,
      PasswordSignIn,
      PhoneCodes,
      PhoneSignIn,
      GoogleSignIn,
      Reauthentication,
      OwnWaysIn,
      TokenSets,
    ];
    return { module: IdentityModule, global: true, providers: services, exports: exported };
  }
}
