import type { Config } from '@pressroom/config';
import { Environment, homeOf, loadConfig } from '@pressroom/config';
import { migrate } from '@pressroom/entities';
import { join } from 'node:path';
import { command } from './command';
import { DEMO_EMAIL, DEMO_LOGS, DEMO_PEOPLE, seedDemo } from './data/demo';
import { inHouse } from './data/open-house';
import { anyFreePort, nextFreePort } from './servers';
import { Child } from './start/child';
import { choosePostgres, chooseRedis } from './start/choose-servers';
import { makeFirstReport } from './start/first-report';
import { openHome } from './start/home';
import type { Home } from './start/home';
import { terminal } from './start/say';
import type { Say } from './start/say';
import { Shift } from './start/shift';

/** From nothing to a finished report: servers, schema, apps, demo data, one report. Lasts until Ctrl-C. */
command(async () => {
  const say = terminal();
  if (process.env['NODE_ENV'] === 'production') loadConfig();
  const home = await openHome(homeOf(process.env));
  const shift = new Shift(say);
  shift.listen(home);
  try {
    await start(home, shift, say);
  } catch (error) {
    // A stop in the middle of the start breaks whatever was under way; that is no failure.
    if (!shift.isOver) {
      say.warn(error instanceof Error ? error.message : String(error));
      await shift.end(home, 1);
    }
  }
});

async function start(home: Home, shift: Shift, say: Say): Promise<void> {
  say.line(`Pressroom starts in ${home.path}`);
  const given = new Environment('development', process.env);
  const [database, redis] = await Promise.all([
    shift.server('PostgreSQL', choosePostgres(home, given.secret('DATABASE_URL'), say)),
    shift.server('Redis', chooseRedis(home, given.secret('REDIS_URL'), say)),
  ]);
  home.tellServers({ DATABASE_URL: database.url, REDIS_URL: redis.url });
  const config = loadConfig();
  await timed(say, 'Schema up to date', () => migrate(config.database.url));
  const { address, api, worker } = await startApps(config, home, shift, say);
  const isDemo = config.environment !== 'production';
  const [knowsPassword] = await Promise.all([
    prepareRows(config, home, say),
    timed(say, 'Api and worker ready', () => Promise.all([api.ready(), worker.ready()])),
  ]);
  shift.guard(api);
  shift.guard(worker);
  if (isDemo && knowsPassword) await showFirstReport(`http://127.0.0.1:${api.port}`, home, say);
  say.line(`  Interactive API: ${address}/docs   Logs: ${home.logs}`);
  if (config.people.operator !== null) {
    say.line(`  Operators sign in at ${address}/admin as ${config.people.operator.email}, password as set`);
  }
  if (isDemo) {
    const password = knowsPassword ? home.secrets.DEMO_PASSWORD : '(the one it was made with elsewhere)';
    say.line(`  Demo account: ${DEMO_EMAIL}   Password: ${password}`);
  }
  say.line(`Pressroom is ready at ${address}`);
}

async function startApps(config: Config, home: Home, shift: Shift, say: Say) {
  const { host, port: wished, publicUrl } = config.http;
  const port = wished === 0 ? await anyFreePort() : await nextFreePort(wished, host);
  if (wished !== 0 && port !== wished) say.warn(`Port ${wished} is busy: the api takes ${port}`);
  const address = publicUrl ?? `http://localhost:${port}`;
  const environment = {
    ...process.env,
    PRESSROOM_HOME: home.path,
    PORT: String(port),
    WORKER_HEALTH_PORT: '0',
  };
  const child = (name: 'api' | 'worker', extra: NodeJS.ProcessEnv = {}) =>
    new Child({
      name,
      environment: { ...environment, ...extra },
      logFile: join(home.logs, `${name}.log`),
      onStarted: (pid) => home.rememberChild(name, pid),
      onLog: (line) => sayTrouble(name, line, say),
    });
  const api = child('api', publicUrl === null ? { PUBLIC_URL: address } : {});
  const worker = child('worker');
  // Stopped in reverse order: the api first, so that nothing new comes in while the worker finishes.
  shift.child(worker, (config.worker.drainSeconds + 15) * 1000);
  shift.child(api, 35_000);
  return { address, api, worker };
}

/** @returns whether the demo account has the password of this home */
async function prepareRows(config: Config, home: Home, say: Say): Promise<boolean> {
  return inHouse(config, async (house) => {
    const { operator } = config.people;
    if (operator !== null) await house.accounts.ensureOperator(operator.email, operator.password);
    if (config.environment === 'production') return false;
    const { DEMO_PASSWORD } = home.secrets;
    const known = await house.accounts.credentials(DEMO_EMAIL);
    if (known !== null) return (await house.passwords.check(known.passwordHash, DEMO_PASSWORD)).matches;
    await timed(say, `Demo data: ${DEMO_PEOPLE} people, ${DEMO_LOGS} food logs`, () =>
      seedDemo(house, DEMO_PASSWORD, {
        people: DEMO_PEOPLE,
        logs: DEMO_LOGS,
        until: new Date().toISOString().slice(0, 10),
      }),
    );
    return true;
  });
}

async function showFirstReport(api: string, home: Home, say: Say): Promise<void> {
  const credentials = { email: DEMO_EMAIL, password: home.secrets.DEMO_PASSWORD };
  const made = await makeFirstReport(api, credentials, home.reports, say);
  say.done(`Report of ${Math.ceil(made.bytes / 1024)} kB: ${made.path}`, made.milliseconds);
}

async function timed(say: Say, what: string, work: () => Promise<unknown>): Promise<void> {
  const began = performance.now();
  await work();
  say.done(what, performance.now() - began);
}

/** The full log is in its file; the terminal shows what someone should look at. */
function sayTrouble(name: string, line: Readonly<Record<string, unknown>>, say: Say): void {
  const level = line['log.level'];
  if (level !== 'error' && level !== 'fatal') return;
  const detail = line['error.message'];
  say.warn(`${name}: ${String(line['message'])}${typeof detail === 'string' ? ` (${detail})` : ''}`);
}
