import { loadConfig } from '@pressroom/config';
import { migrate } from '@pressroom/entities';
import { command } from './command';
import { inHouse } from './data/open-house';

/** Brings the schema up to date, and makes the first operator when the environment names one. */
command(async () => {
  const config = loadConfig();
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
