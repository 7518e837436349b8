import { openDatabase, type Database } from '@pressroom/entities';
import { newId } from '@pressroom/kernel';
import { createHash } from 'node:crypto';
import { freshDatabase, type TestDatabase } from '../../../../test/support';
import {
  CONSENT_PURPOSES,
  CONSENT_TEXTS,
  Consents,
  type ConsentTexts,
  Erasures,
  ErasureWork,
} from '../index';

let base: TestDatabase;
let database: Database;
beforeAll(async () => {
  base = await freshDatabase();
  database = await openDatabase({
    url: base.url,
    name: 'consents',
    accountConnections: 8,
    systemConnections: 4,
  });
});
afterAll(async () => {
  await database.close();
  await base.drop();
});

async function person(): Promise<string> {
  const id = newId();
  await database.system(`INSERT INTO accounts (id, email) VALUES ($1::uuid, $1 || '@example.org')`, [id]);
  return id;
}

const NEWER: ConsentTexts = {
  ...CONSENT_TEXTS,
  privacy: [...CONSENT_TEXTS.privacy, { version: 2, title: 'Privacy', text: 'Said more clearly.' }],
};
const agree = { purpose: 'privacy', version: 1, given: true } as const;
const withdraw = { ...agree, given: false } as const;

async function privacyOf(consents: Consents, id: string) {
  return (await consents.states(id)).find(({ purpose }) => purpose === 'privacy');
}

describe('consents', () => {
  it('are open for every purpose until something is decided', async () => {
    const states = await new Consents(database).states(await person());
    expect(states.map(({ purpose }) => purpose)).toEqual(CONSENT_PURPOSES);
    for (const state of states)
      expect(state).toMatchObject({ agreedVersion: null, agreedAt: null, current: false, history: [] });
  });

  it('are given, withdrawn and given again, and every decision stays', async () => {
    const [consents, id] = [new Consents(database), await person()];
    expect(await consents.decide(id, agree)).toMatchObject({ written: true, state: { current: true } });
    expect(await consents.decide(id, withdraw)).toMatchObject({
      written: true,
      state: { agreedVersion: null, agreedAt: null, current: false },
    });
    const { state } = await consents.decide(id, agree);
    expect(state.history.map(({ version, given }) => [version, given])).toEqual([
      [1, true],
      [1, false],
      [1, true],
    ]);
    expect(state.agreedAt).toEqual(state.history[0]?.at);
    expect(await privacyOf(consents, id)).toEqual(state);
    await consents.decide(id, agree);
    const { rows } = await database.system(
      'SELECT event, actor, detail FROM audit_log WHERE account_id = $1 ORDER BY id',
      [id],
    );
    const detail = { purpose: 'privacy', version: 1 };
    expect(rows).toEqual(
      ['consent_given', 'consent_withdrawn', 'consent_given'].map((event) => ({ event, actor: id, detail })),
    );
  });

  it('are written once, however often and at the same time the same is decided', async () => {
    const [consents, id] = [new Consents(database), await person()];
    expect(await consents.decide(id, withdraw)).toMatchObject({ written: false, state: { history: [] } });
    const decided = await Promise.all(Array.from({ length: 6 }, () => consents.decide(id, agree)));
    expect(decided.filter(({ written }) => written)).toHaveLength(1);
    expect((await privacyOf(consents, id))?.history).toHaveLength(1);
  });

  it('of an older text are no longer current, can not be given, and can be withdrawn by either version', async () => {
    const [before, now] = [new Consents(database), new Consents(database, NEWER)];
    for (const version of [1, 2]) {
      const id = await person();
      await before.decide(id, agree);
      expect(await privacyOf(now, id)).toMatchObject({ agreedVersion: 1, currentVersion: 2, current: false });
      await expect(now.decide(id, agree)).rejects.toMatchObject({
        fault: 'invalid',
        code: 'consent_outdated',
        flaws: [{ pointer: '/version', detail: 'is outdated; the current one is 2' }],
      });
      const { state } = await now.decide(id, { ...withdraw, version });
      expect(state.history.map((event) => [event.version, event.given])).toEqual([
        [1, false],
        [1, true],
      ]);
      expect((await now.decide(id, { ...agree, version: 2 })).state.current).toBe(true);
    }
    expect(now.currentTexts().find(({ purpose }) => purpose === 'privacy')?.text).toBe('Said more clearly.');
  });

  it('to a text that there never was are refused', async () => {
    const [consents, id] = [new Consents(database), await person()];
    for (const given of [true, false])
      await expect(consents.decide(id, { ...agree, version: 99, given })).rejects.toMatchObject({
        code: 'invalid_input',
        flaws: [{ pointer: '/version' }],
      });
  });

  it('are changed by nobody and removed by the erasure alone', async () => {
    const [consents, id] = [new Consents(database), await person()];
    await consents.decide(id, agree);
    for (const sql of [
      'UPDATE consents SET given = false',
      'DELETE FROM consents',
      'TRUNCATE consents',
      'TRUNCATE accounts CASCADE',
    ]) {
      await expect(database.system(sql)).rejects.toThrow('append-only');
      await expect(database.inAccount(id, (tx) => tx.query(sql))).rejects.toThrow('append-only');
    }
    await new Erasures(database).request(id);
    const work = new ErasureWork(database, 60);
    const claim = await work.take(newId());
    if (claim === null) throw new Error('nothing to take');
    await work.removeRows(claim);
    expect((await work.facts(claim)).counts).toMatchObject({ consents: 1 });
    // What a request of before still wrote goes with the account.
    await consents.decide(id, agree);
    await work.removeAccount(claim);
    expect(await work.tablesLeft(claim)).toEqual([]);
  });
});

/** What people may have agreed to: the beginning of the SHA-256 of title and text. Lines are only added. */
const RELEASED: Readonly<Record<string, string>> = {
  'terms 1': '619f9603fcc4476d',
  'privacy 1': '39b2299e327a8325',
  'health-data 1': 'd4426e803a7f3ee7',
};

describe('the texts of consents', () => {
  it('stay word for word as they were released, numbered from 1', () => {
    const there = CONSENT_PURPOSES.flatMap((purpose) =>
      CONSENT_TEXTS[purpose].map(({ version, title, text }) => [
        `${purpose} ${version}`,
        createHash('sha256').update(`${title}\n${text}`).digest('hex').slice(0, 16),
      ]),
    );
    expect(Object.fromEntries(there)).toEqual(RELEASED);
    for (const purpose of CONSENT_PURPOSES)
      expect(CONSENT_TEXTS[purpose].map(({ version }) => version)).toEqual(
        CONSENT_TEXTS[purpose].map((_, at) => at + 1),
      );
  });
});
