import fc from 'fast-check';
import type { Claim, NewArtefact, Publication } from '@pressroom/reports';
import { filesOf, LEASE_SECONDS, openReal, orderFor, type Real } from './model/real';

const ROUNDS = 500;
/** Seconds of searching; `MODEL_SECONDS` gives it more. */
const SECONDS = Number(process.env['MODEL_SECONDS'] ?? 20);
const FIRST = '00000000-0000-0000-0000-000000000000';

const artefactsOf = (claim: Claim): NewArtefact[] =>
  filesOf(claim).map((file) => ({
    ...file,
    fileName: file.format,
    mediaType: 'text/plain',
    bytes: 1,
    rows: 1,
    omittedRows: 0,
    sha256: '0'.repeat(64),
  }));

async function newReport({ acceptance, accountId }: Real): Promise<string> {
  return (await acceptance.accept(orderFor(accountId))).report.id;
}

/** What a worker does once the build is through. */
async function publish({ executions }: Real, claim: Claim): Promise<Publication> {
  const publication = await executions.publish(claim, artefactsOf(claim));
  if (publication === 'cancelled') await executions.release(claim, { kind: 'cancelled' });
  return publication;
}

interface Standing {
  status: string;
  attempts: number;
  artefacts: number;
  /** Executions whose files are named. */
  executions: number;
}

async function standingOf({ database }: Real, id: string): Promise<Standing | undefined> {
  const { rows } = await database.system<Standing>(
    `SELECT status, attempts,
        (SELECT count(*)::int FROM artefacts WHERE report_id = r.id) AS artefacts,
        (SELECT count(DISTINCT claim_no)::int FROM artefacts WHERE report_id = r.id) AS executions
       FROM reports r WHERE id = $1`,
    [id],
  );
  return rows[0];
}

describe('what happens at the same moment', () => {
  let ledger: Awaited<ReturnType<typeof openReal>>;
  beforeAll(async () => {
    ledger = await openReal();
  });
  afterAll(() => ledger.close());

  it(`cancel against completion, ${ROUNDS} times: one end each, and never COMPLETED after an accepted cancel`, async () => {
    const real = await ledger.begin();
    const ends: Record<string, number> = { COMPLETED: 0, CANCELLED: 0 };
    for (let round = 0; round < ROUNDS; round += 1) {
      const id = await newReport(real);
      const claim = await real.executions.claim(id, 0, crypto.randomUUID(), 'races');
      if (claim === null) throw new Error('a new report was not granted');
      const cancel = () => real.acceptance.cancel(real.accountId, id);
      // A cancel is a transaction of four round trips and a publication one: started alike, the latter mostly wins.
      const asked = cancel();
      for (let turn = 0; turn < round % 12; turn += 1) await new Promise(setImmediate);
      const [{ changed }, publication] = await Promise.all([asked, publish(real, claim)]);
      expect([round, changed, publication]).toEqual([round, changed, changed ? 'cancelled' : 'published']);
      const status = changed ? 'CANCELLED' : 'COMPLETED';
      expect(await standingOf(real, id)).toMatchObject({ status, artefacts: changed ? 0 : 2, attempts: 1 });
      expect(await cancel()).toMatchObject({ changed: false, report: { status } });
      ends[status] = (ends[status] ?? 0) + 1;
    }
    expect(ends['COMPLETED']).toBeGreaterThan(0);
    expect(ends['CANCELLED']).toBeGreaterThan(0);
  }, 240_000);

  it(
    'claims, beats, publications, cancels and sweeps in any interleaving publish once and end once',
    async () => {
      let runs = 0;
      const seen = new Set<string>();
      const plan = fc.record({
        cancels: fc.boolean(),
        lapses: fc.boolean(),
        workers: fc.integer({ min: 1, max: 3 }),
      });
      await fc.assert(
        fc.asyncProperty(fc.scheduler(), plan, async (scheduler, asked) => {
          runs += 1;
          const real = await ledger.begin();
          const id = await newReport(real);
          const facts = await interleave(real, id, scheduler, asked);
          await finish(real, id);
          const end = await standingOf(real, id);
          seen.add(`${end?.status}`);
          expect(facts.published).toBeLessThanOrEqual(1);
          if (facts.cancelled) expect(end).toMatchObject({ status: 'CANCELLED', artefacts: 0 });
          else expect(end).toMatchObject({ status: 'COMPLETED', artefacts: 2, executions: 1 });
        }),
        { seed: 20_261_125, numRuns: 300, interruptAfterTimeLimit: SECONDS * 1000 },
      );
      expect(runs).toBeGreaterThan(10);
      expect(seen).toEqual(new Set(['CANCELLED', 'COMPLETED']));
    },
    (SECONDS + 60) * 1000,
  );
});

interface Facts {
  /** Publications that were told to be the one. */
  published: number;
  /** A cancel was accepted. */
  cancelled: boolean;
}

/**
 * Starts every actor; the scheduler decides whose next statement is sent. It does not wait for the answer, so that
 * statements also meet inside PostgreSQL.
 */
async function interleave(
  real: Real,
  id: string,
  scheduler: fc.Scheduler,
  asked: { cancels: boolean; lapses: boolean; workers: number },
): Promise<Facts> {
  const facts: Facts = { published: 0, cancelled: false };
  const turn = (label: string): Promise<void> => scheduler.schedule(Promise.resolve(), label);
  async function work(name: string, claimNo: number): Promise<void> {
    await turn(`${name} claims`);
    const claim = await real.executions.claim(id, claimNo, crypto.randomUUID(), name);
    if (claim === null) return;
    await turn(`${name} beats`);
    await real.executions.beat([{ id, leaseToken: claim.leaseToken, phase: 'build', done: 1, total: null }]);
    await turn(`${name} publishes`);
    if ((await publish(real, claim)) === 'published') facts.published += 1;
  }
  async function cancel(): Promise<void> {
    await turn('the client cancels');
    if ((await real.acceptance.cancel(real.accountId, id)).changed) facts.cancelled = true;
  }
  async function sweep(): Promise<void> {
    await turn('time passes');
    await real.pass(LEASE_SECONDS + 1);
    await turn('the sweep rescues');
    await real.sweeps.rescueLost();
    await real.sweeps.cancelOverdue();
    await turn('the back-off passes');
    await real.pass(31);
    const { bells } = await real.sweeps.takeDue(['reports-interactive'], 10, FIRST);
    await Promise.all(bells.map(({ claimNo }) => work('a rescuer', claimNo)));
  }
  const actors = [
    ...Array.from({ length: asked.workers }, (_, at) => work(`worker ${at}`, 0)),
    ...(asked.cancels ? [cancel()] : []),
    ...(asked.lapses ? [sweep()] : []),
  ];
  await scheduler.waitFor(Promise.all(actors));
  return facts;
}

/** Whatever was left open is brought to its end by workers that do their work. */
async function finish(real: Real, id: string): Promise<void> {
  for (let round = 0; round < 6; round += 1) {
    const standing = await standingOf(real, id);
    if (standing?.status !== 'PENDING' && standing?.status !== 'RUNNING') return;
    await real.pass(90);
    await real.sweeps.rescueLost();
    await real.sweeps.cancelOverdue();
    const { bells } = await real.sweeps.takeDue(['reports-interactive'], 10, FIRST);
    for (const { claimNo } of bells) {
      const claim = await real.executions.claim(id, claimNo, crypto.randomUUID(), 'finish');
      if (claim !== null) await publish(real, claim);
    }
  }
}
