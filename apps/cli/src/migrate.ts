import { loadConfig } from '@pressroom/config';
import { migrate } from '@pressroom/entities';
import { command, CommandError } from './command';
import { inHouse } from './data/open-house';
import { withClient } from './servers';

/** Brings the schema up to date, and makes the first operator when the environment names one. */
command(async () => {
  const config = loadConfig();
  if (config.environment === 'production') await refuseSuperuser(config.database.url);
  const ran = await migrate(config.database.url);
  console.log(ran.length === 0 ? 'The schema is up to date.' : `Migrated: ${ran.join(', ')}`);
  const { operator } = config.people;
  if (operator === null) return;
  const { changed } = await inHouse(config, ({ accounts }) =>
    accounts.ensureOperator(operator.email, operator.password),
  );
  console.log(
    changed ? 'Made the operator of OPERATOR_EMAIL.' : 'The operator of OPERATOR_EMAIL is there already.',
  );
});

/** Row-level security does not hold for such a role, so a forgotten condition would show one account another's rows. */
async function refuseSuperuser(url: string): Promise<void> {
  const passes = await withClient(url, (client) =>
    client.query<{ passes: boolean }>(
      'SELECT rolsuper OR rolbypassrls AS passes FROM pg_roles WHERE rolname = current_user',
    ),
  );
  if (passes.rows[0]?.passes === false) return;
  throw new CommandError(
    'DATABASE_URL names a role that passes row-level security; use one that is no superuser.',
  );
}
