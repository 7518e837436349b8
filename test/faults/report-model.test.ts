import fc from 'fast-check';
import { commands, sweep } from './model/commands';
import { checkInvariants } from './model/invariants';
import { claimed, isOpen, type Model, newModel } from './model/model';
import { openReal, type Real } from './model/real';

/** Seconds of searching; `npm run torture` gives it more. */
const SECONDS = Number(process.env['MODEL_SECONDS'] ?? 25);
const RUNS = Number(process.env['MODEL_RUNS'] ?? 1000);

/** Whatever happened, workers that do their work bring every report to its end. */
async function settle(model: Model, real: Real): Promise<void> {
  for (let round = 0; round < 12 && model.reports.some(isOpen); round += 1) {
    await real.pass(61);
    model.now += 61;
    await sweep().run(model, real);
    for (const { report, claimNo } of [...model.bells]) {
      const claim = await real.executions.claim(report.id, claimNo, crypto.randomUUID(), 'settle');
      if (claim === null) continue;
      claimed(report, claim.leaseToken, model.now);
      const released = await real.executions.release(claim, {
        kind: 'permanent',
        code: 'end',
        message: 'end',
      });
      if (released !== null)
        Object.assign(report, { status: released.status, token: null, completedAt: model.now });
    }
  }
  expect(model.reports.filter(isOpen)).toEqual([]);
  await checkInvariants(model, real);
}

describe("a report's row", () => {
  let ledger: Awaited<ReturnType<typeof openReal>>;
  beforeAll(async () => {
    ledger = await openReal();
  });
  afterAll(() => ledger.close());

  it(
    'keeps its promises through any order of requests, deliveries, crashes, stalls, sweeps, cancels and erasures',
    async () => {
      let runs = 0;
      await fc.assert(
        fc.asyncProperty(fc.commands(commands, { maxCommands: 50, size: 'max' }), async (steps) => {
          runs += 1;
          const real = await ledger.begin();
          const model = newModel();
          await fc.asyncModelRun(() => ({ model, real }), steps);
          await settle(model, real);
        }),
        { seed: 20_261_125, numRuns: RUNS, interruptAfterTimeLimit: SECONDS * 1000, endOnFailure: false },
      );
      expect(runs).toBeGreaterThan(0);
      if (process.env['MODEL_SECONDS'] !== undefined) process.stdout.write(`${runs} runs\n`);
    },
    (SECONDS + 60) * 1000,
  );
});
