export { freshDatabase, type TestDatabase } from './databases';
export { testEnvironment, type Surroundings } from './environment';
export { FailingDisk } from './failing-disk';
export { FailingStore } from './failing-store';
export { startPostgres, startRedis, type TestPostgres, type TestRedis } from './servers';
export { spawnApp, type Exit, type SpawnedApp, type SpawnOptions } from './spawn-app';
export { TcpProxy } from './tcp-proxy';
export { tempFolder } from './test-root';
export {
  Client,
  filesBelow,
  newJournal,
  oracle,
  type OracleOptions,
  Pressroom,
  type PressroomOptions,
  redisCommand,
  type ReportAnswer,
  ringBells,
  startPressroom,
  type Verdict,
} from './pressroom';
