export { InsuredLimiter, type Limiter, MemoryLimiter, RedisLimiter } from './limiter';
export { CACHE_PREFIX, openRedis } from './redis';
export { Tally } from './tally';
export { type Counts, NO_COUNTS, type Policy, step, type Verdict } from './window';
