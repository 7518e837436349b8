import { loadConfig } from '@pressroom/config';
import { migrate } from '@pressroom/entities';
import { randomBytes } from 'node:crypto';
import { command, CommandError, option } from './command';
import { DEMO_EMAIL, DEMO_LOGS, DEMO_PEOPLE, seedDemo } from './data/demo';
import { inHouse } from './data/open-house';

/** `npm run seed -- [--people 100] [--logs 5000] [--password …] [--until YYYY-MM-DD]`: demo people and their diaries. */
command(async (args) => {
  const people = count(option(args, 'people'), DEMO_PEOPLE, 'people');
  const logs = count(option(args, 'logs'), DEMO_LOGS, 'logs');
  const until = option(args, 'until') ?? new Date().toISOString().slice(0, 10);
  const password = option(args, 'password') ?? randomBytes(9).toString('base64url');
  const config = loadConfig();
  await migrate(config.database.url);
  await inHouse(config, async (house) => {
    const isNew = (await house.accounts.credentials(DEMO_EMAIL)) === null;
    const made = await seedDemo(house, password, { people, logs, until });
    console.log(`There are ${made.people} demo people with ${made.logs} food logs.`);
    console.log(isNew ? `Sign in as ${DEMO_EMAIL} with ${password}` : `${DEMO_EMAIL} keeps its password.`);
  });
});

function count(text: string | undefined, fallback: number, name: string): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 10_000_000) {
    throw new CommandError(`--${name} must be a whole number from 1 to 10000000`);
  }
  return value;
}
