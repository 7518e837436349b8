import fc from 'fast-check';
import type { Ending } from '@pressroom/reports';
import { checkInvariants } from './invariants';
import {
  claimed,
  ended,
  type Expected,
  holds,
  isOpen,
  mayClaim,
  type Model,
  repeatable,
  waitsAgain,
} from './model';
import {
  BACKOFF_SECONDS,
  CANCEL_GRACE_SECONDS,
  filesOf,
  LEASE_SECONDS,
  MAX_ATTEMPTS,
  orderFor,
  type Real,
  RETENTION_DAYS,
} from './real';

type Command = fc.AsyncCommand<Model, Real>;

/** A step that compares what the ledger answers with what the model says, and checks the promises afterwards. */
function step(
  name: string,
  able: (model: Model) => boolean,
  run: (model: Model, real: Real) => Promise<void>,
): Command {
  return {
    check: able,
    run: async (model, real) => {
      await run(model, real);
      await checkInvariants(model, real);
    },
    toString: () => name,
  };
}

const pick = <Item>(items: readonly Item[], at: number): Item => items[at % items.length] as Item;
const existing = (model: Model): Expected[] => model.reports.filter(({ status }) => status !== 'GONE');
const has = (items: (model: Model) => readonly unknown[]) => (model: Model) => items(model).length > 0;
const always = (): boolean => true;

const create = (keyed: boolean): Command =>
  step(
    `create(${keyed ? 'key' : ''})`,
    (model) => model.reports.length < 6,
    async (model, real) => {
      const key = keyed ? `key-${model.reports.length}` : null;
      const order = orderFor(real.accountId);
      const id =
        key === null
          ? (await real.acceptance.accept(order)).report.id
          : (await real.acceptance.acceptOnce(order, { key, request: key }, (report) => ({ id: report.id })))
              .body.id;
      const report: Expected = {
        id,
        key,
        createdAt: model.now,
        status: 'PENDING',
        attempts: 0,
        claimNo: 0,
        notBefore: model.now,
        token: null,
        leaseUntil: 0,
        deadline: 0,
        cancelAt: null,
        completedAt: 0,
      };
      model.reports.push(report);
      model.bells.push({ report, claimNo: 0 });
    },
  );

const createAgain = (at: number): Command =>
  step(`createAgain(${at})`, has(repeatable), async (model, real) => {
    const { key, id } = pick(repeatable(model), at);
    const order = orderFor(real.accountId);
    const repeat = { key: key ?? '', request: key };
    const again = await real.acceptance.acceptOnce(order, repeat, () => ({ id: 'another' }));
    expect(again.replayed).toBe(true);
    expect(again.body.id).toBe(id);
    await expect(
      real.acceptance.acceptOnce(order, { ...repeat, request: 'other' }, () => ({ id: 'another' })),
    ).rejects.toMatchObject({ code: 'idempotency_key_reused' });
  });

/** @param survives false: the worker is killed right after its claim */
const deliver = (at: number, survives: boolean): Command =>
  step(
    `deliver(${at}${survives ? '' : ', killed'})`,
    has(({ bells }) => bells),
    async (model, real) => {
      const { report, claimNo } = pick(model.bells, at);
      const expected = mayClaim(report, claimNo, model.now);
      const token = crypto.randomUUID();
      const claim = await real.executions.claim(report.id, claimNo, token, 'model');
      expect(claim !== null).toBe(expected);
      if (claim === null) return;
      claimed(report, token, model.now);
      expect(await real.executions.held(report.id, token)).toEqual(claim);
      if (survives) model.holders.push({ report, claim });
    },
  );

const beat = (at: number): Command =>
  step(
    `beat(${at})`,
    has(({ holders }) => holders),
    async (model, real) => {
      const { report, claim } = pick(model.holders, at);
      const words = await real.executions.beat([
        { id: claim.id, leaseToken: claim.leaseToken, phase: 'build', done: 1, total: null },
      ]);
      const mine = holds(report, claim.leaseToken);
      expect(words.get(claim.leaseToken)).toBe(
        !mine ? 'lost' : report.cancelAt === null ? 'goOn' : 'cancelled',
      );
      if (mine) report.leaseUntil = Math.min(model.now, report.deadline) + LEASE_SECONDS;
    },
  );

/** @param answers how many of the answers are lost before one arrives */
const finish = (at: number, lost: number): Command =>
  step(
    `finish(${at}, ${lost} lost)`,
    has(({ holders }) => holders),
    async (model, real) => {
      const { report, claim } = pick(model.holders, at);
      const files = filesOf(claim);
      for (const { fileKey } of files) real.files.add(fileKey);
      const artefacts = files.map((file) => ({
        ...file,
        fileName: file.format,
        mediaType: 'text/plain',
        bytes: 1,
        rows: 1,
        omittedRows: 0,
        sha256: '0'.repeat(64),
      }));
      const mine = holds(report, claim.leaseToken);
      const expected = !mine ? 'fenced' : report.cancelAt === null ? 'published' : 'cancelled';
      for (let answer = 0; answer <= lost; answer += 1)
        expect(await real.executions.publish(claim, artefacts)).toBe(expected);
      model.holders = model.holders.filter((holder) => holder.claim !== claim);
      if (expected === 'published') return ended(report, 'COMPLETED', model.now);
      for (const { fileKey } of files) real.files.delete(fileKey);
      if (expected === 'cancelled') {
        await real.executions.release(claim, { kind: 'cancelled' });
        ended(report, 'CANCELLED', model.now);
      }
    },
  );

const ENDINGS: readonly Ending[] = [
  { kind: 'transient', code: 'database_unavailable', message: 'm' },
  { kind: 'permanent', code: 'bad_data', message: 'm' },
  { kind: 'timeout', code: 'time_limit', message: 'm' },
  { kind: 'drained' },
];

const fail = (at: number, how: number): Command =>
  step(
    `fail(${at}, ${ENDINGS[how]?.kind})`,
    has(({ holders }) => holders),
    async (model, real) => {
      const { report, claim } = pick(model.holders, at);
      const ending = pick(ENDINGS, how);
      const released = await real.executions.release(claim, ending);
      model.holders = model.holders.filter((holder) => holder.claim !== claim);
      expect(released !== null).toBe(holds(report, claim.leaseToken));
      if (released === null) return;
      if (ending.kind === 'drained') report.attempts -= 1;
      if (report.cancelAt !== null) ended(report, 'CANCELLED', model.now);
      else if (ending.kind === 'permanent' || (ending.kind !== 'drained' && claim.attempts >= MAX_ATTEMPTS))
        ended(report, 'FAILED', model.now);
      else
        waitsAgain(
          report,
          model.now + (ending.kind === 'drained' ? 0 : (BACKOFF_SECONDS[claim.attempts - 1] ?? 0) / 2),
        );
      expect(released.status).toBe(report.status);
    },
  );

export const sweep = (): Command =>
  step('sweep', always, async (model, real) => {
    const rescued = await real.sweeps.rescueLost();
    const lost = model.reports.filter((each) => each.status === 'RUNNING' && each.leaseUntil < model.now);
    expect(rescued.map(({ id }) => id).sort()).toEqual(lost.map(({ id }) => id).sort());
    for (const report of lost) {
      if (report.cancelAt !== null) ended(report, 'CANCELLED', model.now);
      else if (report.attempts >= MAX_ATTEMPTS) ended(report, 'FAILED', model.now);
      else waitsAgain(report, await drawnNotBefore(report, model, real));
    }
    const stopped = await real.sweeps.cancelOverdue();
    const overdue = model.reports.filter(
      (each) =>
        each.status === 'RUNNING' &&
        each.cancelAt !== null &&
        each.cancelAt < model.now - CANCEL_GRACE_SECONDS,
    );
    expect(stopped.map(({ id }) => id).sort()).toEqual(overdue.map(({ id }) => id).sort());
    for (const report of overdue) ended(report, 'CANCELLED', model.now);
    const { bells } = await real.sweeps.takeDue(
      ['reports-interactive'],
      10,
      '00000000-0000-0000-0000-000000000000',
    );
    for (const bell of bells) {
      const report = model.reports.find(({ id }) => id === bell.id);
      expect(report?.status).toBe('PENDING');
      if (report !== undefined) model.bells.push({ report, claimNo: bell.claimNo });
    }
  });

async function drawnNotBefore(report: Expected, model: Model, real: Real): Promise<number> {
  const { rows } = await real.database.system<{ wait: number }>(
    'SELECT extract(epoch FROM not_before - app_now())::float8 AS wait FROM reports WHERE id = $1',
    [report.id],
  );
  const wait = rows[0]?.wait ?? -1;
  expect(wait).toBeGreaterThanOrEqual(0);
  expect(wait).toBeLessThanOrEqual(BACKOFF_SECONDS[report.attempts - 1] ?? 0);
  return model.now + wait;
}

const cancel = (at: number): Command =>
  step(`cancel(${at})`, has(existing), async (model, real) => {
    const report = pick(existing(model), at);
    const { changed } = await real.acceptance.cancel(real.accountId, report.id);
    expect(changed).toBe(isOpen(report));
    if (!isOpen(report)) return;
    report.cancelAt ??= model.now;
    if (report.status === 'PENDING') ended(report, 'CANCELLED', model.now);
  });

const erase = (at: number): Command =>
  step(`erase(${at})`, has(existing), async (model, real) => {
    const report = pick(existing(model), at);
    for (const key of await real.acceptance.remove(real.accountId, report.id)) real.files.delete(key);
    report.status = 'GONE';
  });

const pass = (seconds: number): Command =>
  step(`pass(${seconds} s)`, always, async (model, real) => {
    await real.pass(seconds);
    model.now += seconds;
  });

/** A worker sleeps past its lease and another one takes the report over: whatever the first one says now comes too late. */
const overtake = (at: number): Command =>
  step(
    `overtake(${at})`,
    has(({ holders }) => holders),
    async (model, real) => {
      const { report } = pick(model.holders, at);
      const backoff = Math.max(...BACKOFF_SECONDS);
      for (const next of [pass(LEASE_SECONDS + 1), sweep(), pass(backoff), sweep()])
        await next.run(model, real);
      await deliver(model.bells.map((bell) => bell.report).lastIndexOf(report), true).run(model, real);
    },
  );

/** A lifetime later, files go. Reports that were never finished are not touched by it. */
const retire = (): Command =>
  step(
    'retire',
    has((model) => model.reports.filter(({ status }) => status === 'COMPLETED')),
    async (model, real) => {
      const keys = await real.retention.expire(RETENTION_DAYS);
      for (const key of keys) real.files.delete(key);
      const limit = model.now - RETENTION_DAYS * 86_400;
      for (const report of model.reports)
        if (report.status === 'COMPLETED' && report.completedAt < limit) report.status = 'EXPIRED';
    },
  );

const which = fc.nat({ max: 11 });

export const commands = [
  fc.boolean().map(create),
  which.map(createAgain),
  fc.tuple(which, fc.boolean()).map(([at, survives]) => deliver(at, survives)),
  which.map((at) => deliver(at, true)),
  which.map(beat),
  fc.tuple(which, fc.nat({ max: 1 })).map(([at, lost]) => finish(at, lost)),
  fc.tuple(which, fc.nat({ max: 3 })).map(([at, how]) => fail(at, how)),
  fc.constant(null).map(sweep),
  which.map(cancel),
  which.map(erase),
  which.map(overtake),
  fc.constantFrom(0.5, 1, 4, 6, 19, 21, 45, 65, 2_700_000).map(pass),
  fc.constant(null).map(retire),
];
