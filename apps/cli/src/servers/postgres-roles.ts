import pg from 'pg';

/** The role that owns our databases. It is no superuser, so that row-level security holds for it. */
export const OWNER = 'pressroom';

/** Runs one piece of work on a connection of its own. */
export async function withClient<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * Makes the owner role (or gives it this password) and its database when they are not there yet.
 * @param adminUrl of a superuser
 * @returns the address of the database for the owner
 */
export async function ensureDatabase(adminUrl: string, database: string, password: string): Promise<string> {
  await withClient(adminUrl, async (client) => {
    const secret = client.escapeLiteral(password);
    const role = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [OWNER]);
    await client.query(
      `${role.rowCount === 0 ? 'CREATE' : 'ALTER'} ROLE ${OWNER} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD ${secret}`,
    );
    const known = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (known.rowCount === 0) {
      await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)} OWNER ${OWNER}`);
    }
  });
  return ownerUrl(adminUrl, database, password);
}

/** The owner's address of a database on the server of another address. */
export function ownerUrl(anyUrl: string, database: string, password: string): string {
  const url = new URL(anyUrl);
  url.username = OWNER;
  url.password = password;
  url.pathname = `/${database}`;
  return url.href;
}
