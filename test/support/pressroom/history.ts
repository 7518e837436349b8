import { withClient } from '../../../apps/cli/src/servers';

/** One change of a report's row, in the order of commits as triggers see them. */
export interface Change {
  id: string;
  was: string | null;
  became: string | null;
  attempts: number;
  claimNo: number;
  updatedAt: Date;
}

/** A witness inside the database: every insert, change of status and removal of a report is written down. */
export async function keepHistory(adminUrl: string): Promise<void> {
  await withClient(adminUrl, (client) =>
    client.query(`
      CREATE TABLE report_history (
        no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id uuid NOT NULL, was text, became text,
        attempts integer, claim_no integer, updated_at timestamptz, at timestamptz NOT NULL DEFAULT clock_timestamp());
      CREATE FUNCTION keep_report_history() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
      BEGIN
        IF TG_OP = 'DELETE' THEN
          INSERT INTO public.report_history (id, was, attempts, claim_no, updated_at)
            VALUES (OLD.id, OLD.status, OLD.attempts, OLD.claim_no, OLD.updated_at);
        ELSIF TG_OP = 'INSERT' THEN
          INSERT INTO public.report_history (id, became, attempts, claim_no, updated_at)
            VALUES (NEW.id, NEW.status, NEW.attempts, NEW.claim_no, NEW.updated_at);
        ELSIF NEW.status <> OLD.status THEN
          INSERT INTO public.report_history (id, was, became, attempts, claim_no, updated_at)
            VALUES (NEW.id, OLD.status, NEW.status, NEW.attempts, NEW.claim_no, NEW.updated_at);
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER keep_report_history AFTER INSERT OR UPDATE OR DELETE ON reports
        FOR EACH ROW EXECUTE FUNCTION keep_report_history();`),
  );
}

export async function readHistory(adminUrl: string): Promise<Change[]> {
  return withClient(adminUrl, async (client) => {
    const { rows } = await client.query<Change>(
      `SELECT id, was, became, attempts, claim_no AS "claimNo", updated_at AS "updatedAt" FROM report_history ORDER BY no`,
    );
    return rows;
  });
}

/** Moves the clock of leases, ticks and limits: every app of this database sees it at its next statement. */
export async function moveClock(adminUrl: string, seconds: number): Promise<void> {
  await withClient(adminUrl, (client) =>
    client.query(`CREATE OR REPLACE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE AS
      $$ SELECT statement_timestamp() + make_interval(secs => ${seconds}) $$`),
  );
}
