import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Stores, when they are open, and what polls found. */
export class Stores1764000005000 implements MigrationInterface {
  readonly name = 'Stores1764000005000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Gives the opaque id a number of four bytes: millions of polls carry that.
      CREATE TABLE stores (
        no integer GENERATED ALWAYS AS IDENTITY,
        account_id uuid NOT NULL REFERENCES accounts(id) ON DELETE CASCADE,
        store_id text COLLATE "C" NOT NULL CHECK (store_id <> '' AND length(store_id) <= 100),
        time_zone text,
        PRIMARY KEY (account_id, no),
        UNIQUE (account_id, store_id)
      );
      SELECT guard_by_account('stores');

      -- Seconds since midnight. An end that is not after its start lies on the next day.
      CREATE TABLE store_hours (
        account_id uuid NOT NULL,
        store integer NOT NULL,
        day smallint NOT NULL CHECK (day BETWEEN 0 AND 6),
        opens integer NOT NULL CHECK (opens BETWEEN 0 AND 86399),
        closes integer NOT NULL CHECK (closes BETWEEN 0 AND 86400),
        PRIMARY KEY (account_id, store, day, opens, closes)
      );
      SELECT guard_by_account('store_hours');

      -- Columns in the order that needs no padding. The status rides in the index: a store's polls are read from there.
      CREATE TABLE store_polls (
        account_id uuid NOT NULL,
        at timestamptz NOT NULL,
        store integer NOT NULL,
        active boolean NOT NULL,
        PRIMARY KEY (account_id, store, at) INCLUDE (active)
      );
      SELECT guard_by_account('store_polls');

      -- In place of foreign keys, which would look up the store once for each of millions of polls.
      CREATE FUNCTION stores_take_their_rows() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        DELETE FROM store_polls p USING gone g WHERE p.account_id = g.account_id AND p.store = g.no;
        DELETE FROM store_hours h USING gone g WHERE h.account_id = g.account_id AND h.store = g.no;
        RETURN NULL;
      END $$;
      CREATE TRIGGER stores_take_their_rows AFTER DELETE ON stores REFERENCING OLD TABLE AS gone
        FOR EACH STATEMENT EXECUTE FUNCTION stores_take_their_rows();`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE store_polls, store_hours, stores; DROP FUNCTION stores_take_their_rows;');
  }
}
