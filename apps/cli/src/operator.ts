import { loadConfig } from '@pressroom/config';
import { randomBytes } from 'node:crypto';
import { command, CommandError, option } from './command';
import { inHouse } from './data/open-house';

/** `npm run operator -- --email ops@example.org`: an operator, with a password that is shown once. */
command(async (args) => {
  const config = loadConfig();
  const email = option(args, 'email') ?? config.people.operator?.email;
  if (email === undefined) throw new CommandError('usage: npm run operator -- --email <address>');
  const own =
    config.people.operator?.email === email.toLowerCase() ? config.people.operator.password : undefined;
  const password = own ?? randomBytes(18).toString('base64url');
  const { changed } = await inHouse(config, ({ accounts }) => accounts.ensureOperator(email, password));
  if (!changed) console.log(`${email} is an operator already and keeps its password.`);
  else if (own !== undefined)
    console.log(`${email} is an operator now, with the password of OPERATOR_PASSWORD.`);
  else console.log(`${email} is an operator now. Password, shown this once: ${password}`);
});
