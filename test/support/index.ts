export { freshDatabase, type TestDatabase } from './databases';
export { startPostgres, startRedis, type TestPostgres, type TestRedis } from './servers';
export { tempFolder } from './test-root';
