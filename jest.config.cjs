/** Unit, contract, conformance, architecture and end-to-end tests; real PostgreSQL and Redis come from test/support. */
module.exports = {
  rootDir: __dirname,
  testEnvironment: 'node',
  runtime: '<rootDir>/test/support/jest-runtime.cjs',
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  testMatch: ['<rootDir>/{apps,libs,test}/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  moduleNameMapper: { '^@pressroom/(.*)$': '<rootDir>/libs/$1/src/index.ts' },
  transform: { '\\.(ts|mjs|js)$': '<rootDir>/test/support/jest-transform.cjs' },
  transformIgnorePatterns: [],
  coverageProvider: 'v8',
  collectCoverageFrom: ['{apps,libs}/**/*.ts', '!**/*.test.ts', '!**/migrations/**'],
  coverageReporters: ['text-summary', 'json-summary'],
  // Servers start inside hooks, and the machine may be busy; nothing here waits this long unless it hangs.
  testTimeout: 60_000,
  testSequencer: '<rootDir>/test/support/jest-sequencer.cjs',
  maxWorkers: 2,
  // What one test file leaves in memory makes the next ones slower.
  workerIdleMemoryLimit: '600MB',
};
