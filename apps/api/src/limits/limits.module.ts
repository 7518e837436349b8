import { type DynamicModule, Module, type OnApplicationShutdown } from '@nestjs/common';
import { InsuredLimiter, MemoryLimiter, openRedis, RedisLimiter, Tally } from '@pressroom/cache';
import type { Config } from '@pressroom/config';
import {
  type Attempts,
  CODE_RULES,
  MOST_KEYS,
  NETWORK_SENDS,
  PHONE_SENDS,
  type SendRule,
  SIGN_IN_TRIES,
  Throttle,
} from '@pressroom/identity';
import { systemClock } from '@pressroom/kernel';
import { DOWNLOAD_LINK_SECONDS, KeyRing } from '@pressroom/signing';
import { CallLimits } from '../access';
import { Limits, type Policies } from './limits';
import { LIMITS_IN_FORCE, LimitsController } from './limits.controller';
import type { LimitsAnswer } from './schemas';
import { SharedAttempts } from './shared-attempts';

const MINUTE_MS = 60_000;
/** Counted where exports are asked for. */
const EXPORTS = { limit: 1, windowSeconds: 86_400 };

/** What the limits stand on, made before the modules: identity is given its part. */
export interface Counting {
  limits: Limits;
  attempts: Attempts;
  close: () => void;
}

export function startCounting({ redis: { url }, http, tokens }: Config): Counting {
  const redis = openRedis(url);
  const secret = new KeyRing(tokens.keys, 'limits/v1').newest.key;
  const policies: Policies = {
    anonymous: { limit: http.anonymousPerMinute, windowMs: MINUTE_MS },
    'sign-in': { limit: http.signInPerMinute, windowMs: MINUTE_MS },
    account: { limit: http.accountPerMinute, windowMs: MINUTE_MS },
  };
  const own = new Throttle(SIGN_IN_TRIES.limit, SIGN_IN_TRIES.windowMs, systemClock);
  return {
    limits: new Limits(new InsuredLimiter(new RedisLimiter(redis, secret), new MemoryLimiter()), policies),
    attempts: new SharedAttempts(own, new Tally(redis, secret), SIGN_IN_TRIES),
    close: () => redis.disconnect(),
  };
}

class CountingEnd implements OnApplicationShutdown {
  constructor(private readonly counting: Counting) {}

  onApplicationShutdown(): void {
    this.counting.close();
  }
}

@Module({})
export class LimitsModule {
  static with(config: Config, counting: Counting): DynamicModule {
    return {
      module: LimitsModule,
      global: true,
      controllers: [LimitsController],
      providers: [
        { provide: Limits, useValue: counting.limits },
        { provide: CallLimits, useExisting: Limits },
        { provide: LIMITS_IN_FORCE, useValue: inForce(config, counting.limits.policies) },
        { provide: CountingEnd, useValue: new CountingEnd(counting) },
      ],
      exports: [Limits, CallLimits],
    };
  }
}

function codesInForce(): LimitsAnswer['codes'] {
  const rules = (sends: readonly SendRule[]) =>
    sends.map(({ limit, seconds }) => ({ limit, windowSeconds: seconds }));
  return {
    perNumber: rules(PHONE_SENDS),
    perNetwork: rules(NETWORK_SENDS),
    seconds: CODE_RULES.lifeSeconds,
    tries: CODE_RULES.tries,
    failures: { limit: CODE_RULES.failures, windowSeconds: 3600 },
    longestWaitSeconds: CODE_RULES.waitSeconds.most,
  };
}

function inForce({ http, imports, reports }: Config, policies: Policies): LimitsAnswer {
  const request = (name: keyof Policies, per: 'network' | 'account') => ({
    name,
    per,
    limit: policies[name].limit,
    windowSeconds: policies[name].windowMs / 1000,
  });
  return {
    requests: [request('anonymous', 'network'), request('sign-in', 'network'), request('account', 'account')],
    failedSignIns: { limit: SIGN_IN_TRIES.limit, windowSeconds: SIGN_IN_TRIES.windowMs / 1000 },
    codes: codesInForce(),
    exports: EXPORTS,
    imports: { open: imports.openQuota },
    reports: {
      open: reports.openQuota,
      running: reports.runningQuota,
      perDay: reports.dayQuota,
      bytes: reports.byteQuota,
      pendingInAll: reports.pendingCap,
      seconds: reports.limitSeconds,
      executions: 1 + reports.retries,
      artefactBytes: reports.artefactLimitBytes,
    },
    bodies: {
      jsonBytes: http.bodyLimitBytes,
      feedbackBytes: http.feedbackLimitBytes,
      uploadBytes: http.uploadLimitBytes,
    },
    links: { seconds: DOWNLOAD_LINK_SECONDS },
    apiKeys: MOST_KEYS,
    retentionDays: reports.retentionDays,
  };
}
