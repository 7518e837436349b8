import { Environment } from './environment';
import type { Stage, Variables } from './environment';
import { homeOf, readHome } from './home';
import { readHttp } from './slices/http';
import type { HttpConfig } from './slices/http';
import { readImports } from './slices/imports';
import type { ImportsConfig } from './slices/imports';
import { readOutside } from './slices/outside';
import type { OutsideConfig } from './slices/outside';
import { readPeople } from './slices/people';
import type { PeopleConfig } from './slices/people';
import { readProcess } from './slices/process';
import type { ProcessConfig } from './slices/process';
import { readReports } from './slices/reports';
import type { ReportsConfig } from './slices/reports';
import { readSecrets } from './slices/secrets';
import type { SecretsConfig } from './slices/secrets';
import { readDatabase, readRedis, readStorage } from './slices/servers';
import type { DatabaseConfig, RedisConfig, StorageConfig } from './slices/servers';
import { readStores } from './slices/stores';
import type { StoresConfig } from './slices/stores';
import { readWorker } from './slices/worker';
import type { WorkerConfig } from './slices/worker';

/** Everything that the environment decides, read once at the start of a process. */
export interface Config extends SecretsConfig, ProcessConfig {
  environment: Stage;
  /** Folder of embedded servers, development keys and files; absolute. */
  home: string;
  http: HttpConfig;
  database: DatabaseConfig;
  redis: RedisConfig;
  storage: StorageConfig;
  reports: ReportsConfig;
  imports: ImportsConfig;
  stores: StoresConfig;
  worker: WorkerConfig;
  people: PeopleConfig;
  outside: OutsideConfig;
}

/** The environment is wrong. The message names every variable at fault, one a line, and no value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(
    readonly faults: readonly string[],
    heading = 'The environment is not complete:',
  ) {
    super(`${heading}\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  }
}

const STAGES: readonly string[] = ['development', 'test', 'production'] satisfies Stage[];

/**
 * Reads the whole configuration.
 * @param variables the process' own environment unless a test brings another
 * @throws ConfigError with every fault at once
 */
export function loadConfig(variables: Variables = process.env): Config {
  const named = variables['NODE_ENV'];
  const stage = stageOf(named);
  const home = homeOf(variables);
  const environment = new Environment(stage, variables, stage === 'production' ? {} : readHome(home));
  if (named !== undefined && named !== '' && !STAGES.includes(named)) {
    environment.fault('NODE_ENV', `must be one of ${STAGES.join(', ')}`);
  }
  const config = readSlices(environment, home);
  if (!isWhole(config, environment)) throw new ConfigError(environment.faults);
  return config;
}

/** Names of all variables that are read, in the order of reading. */
export function variableNames(): readonly string[] {
  const environment = new Environment('development', {});
  readSlices(environment, homeOf({}));
  return ['NODE_ENV', 'PRESSROOM_HOME', ...environment.asked];
}

type Slices = { [Key in keyof Config]?: Config[Key] | undefined };

function readSlices(environment: Environment, home: string): Slices {
  return {
    environment: environment.stage,
    home,
    http: readHttp(environment),
    database: readDatabase(environment),
    redis: readRedis(environment),
    storage: readStorage(environment, home),
    reports: readReports(environment),
    imports: readImports(environment),
    stores: readStores(environment),
    worker: readWorker(environment),
    people: readPeople(environment),
    outside: readOutside(environment),
    ...readSecrets(environment),
    ...readProcess(environment),
  };
}

/** An unknown stage counts as production, so that a typing error never loosens a check. */
function stageOf(named: string | undefined): Stage {
  if (named === undefined || named === '' || named === 'development') return 'development';
  return named === 'test' ? 'test' : 'production';
}

/** A slice is missing only when its faults were noted. */
function isWhole(config: Slices, environment: Environment): config is Config {
  return environment.faults.length === 0 && !Object.values(config).includes(undefined);
}
