import { newId } from '@pressroom/kernel';
import { seedFoodLogs } from '@pressroom/nutrition';
import type { House } from './open-house';

export const DEMO_EMAIL = 'demo@pressroom.example';

export interface DemoSize {
  people: number;
  logs: number;
  /** Last day of the diaries, `YYYY-MM-DD`. */
  until: string;
}

export const DEMO_PEOPLE = 100;
export const DEMO_LOGS = 5000;

/** The same diary at every seeding. */
const SEED = 20_240_229;

const FIRST_NAMES =
  'Ada Bruno Chiara Dmitri Esi Farid Greta Hiro Ines Jonas Kavya Lucía Mei Noor Omar Priya'.split(' ');
const LAST_NAMES =
  'Adeyemi Berg Costa Dubois Eriksen Fischer García Haddad Ito Jansen Kowalski Lindqvist'.split(' ');

/**
 * Makes the demo account and its neighbours, and their diaries. What an earlier seeding made stays as it is.
 * Only the demo account has a password.
 * @returns how many people and entries there are of the seeding
 */
export async function seedDemo(
  { database, accounts }: House,
  password: string,
  { people, logs, until }: DemoSize,
): Promise<{ people: number; logs: number }> {
  const known = await accounts.credentials(DEMO_EMAIL);
  const demo = known?.account ?? (await accounts.signUp({ email: DEMO_EMAIL, password, name: 'Demo' }));
  const rows = Array.from({ length: people - 1 }, (_, at) => ({
    id: newId(),
    email: `person-${String(at + 1).padStart(4, '0')}@pressroom.example`,
    name: `${FIRST_NAMES[at % FIRST_NAMES.length]} ${LAST_NAMES[at % LAST_NAMES.length]}`,
  }));
  const { rows: neighbours } = await database.system<{ id: string }>(
    `WITH wanted AS (SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[]) AS w(id, email, name)),
          made AS (INSERT INTO accounts (id, email, name) SELECT id, email, name FROM wanted
                   ON CONFLICT (email) DO NOTHING RETURNING id, email)
     SELECT id, email FROM made
     UNION SELECT a.id, a.email FROM accounts a JOIN wanted USING (email) WHERE a.deleted_at IS NULL
     ORDER BY email`,
    [rows.map(({ id }) => id), rows.map(({ email }) => email), rows.map(({ name }) => name)],
  );
  const accountIds = [demo.id, ...neighbours.map(({ id }) => id)];
  return {
    people: accountIds.length,
    logs: await seedFoodLogs(database, { accountIds, logs, seed: SEED, until }),
  };
}
