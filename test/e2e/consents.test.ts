import { type House, openHouse, type Person } from './house';
import { pointersIn, problemIn } from './problem';

let house: House;
let person: Person;
beforeAll(async () => {
  house = await openHouse({ worker: false });
  person = await house.newcomer();
}, 120_000);
afterAll(() => house.close());

interface Consent {
  purpose: string;
  currentVersion: number;
  agreedVersion: number | null;
  agreedAt: string | null;
  current: boolean;
  history: { version: number; given: boolean; at: string }[];
}

const DOOR = '/api/user/me/consents';
const agree = { purpose: 'health-data', version: 1, given: true };

async function consentsOf(who: Person): Promise<Consent[]> {
  return ((await who.get(DOOR)).body as { data: Consent[] }).data;
}

describe('consents', () => {
  it('are asked for with texts that anybody may read', async () => {
    const answer = await house.stranger.get('/api/consents');
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'public, max-age=300']);
    const { data } = answer.body as { data: { purpose: string; version: number; text: string }[] };
    expect(data.map(({ purpose, version }) => [purpose, version])).toEqual([
      ['terms', 1],
      ['privacy', 1],
      ['health-data', 1],
    ]);
    expect(data.every(({ text }) => text.length > 100)).toBe(true);
  });

  it('are written down once each, shown with their history, and are nobody else’s', async () => {
    const statuses: number[] = [];
    for (const given of [false, true, true, false, false, true])
      statuses.push((await person.post(DOOR, { ...agree, given })).status);
    expect(statuses).toEqual([200, 201, 200, 201, 200, 201]);
    const mine = (await consentsOf(person)).find(({ purpose }) => purpose === 'health-data');
    expect(mine).toMatchObject({ currentVersion: 1, agreedVersion: 1, current: true });
    expect(mine?.history.map(({ given }) => given)).toEqual([true, false, true]);
    expect(mine?.agreedAt).toBe(mine?.history[0]?.at);
    for (const { agreedVersion, history } of await consentsOf(await house.newcomer()))
      expect([agreedVersion, history]).toEqual([null, []]);
  });

  it('to what there is not are refused, place by place', async () => {
    const bad: [object, string[]][] = [
      [{ ...agree, purpose: 'newsletter' }, ['/purpose']],
      [{ ...agree, version: 2 }, ['/version']],
      [{ ...agree, version: 0 }, ['/version']],
      [{ ...agree, version: 9_007_199_254_740_991 }, ['/version']],
      [{ ...agree, purpose: '__proto__', given: 'yes' }, ['/given', '/purpose']],
      [{ ...agree, accountId: person.id }, ['/accountId']],
      [{}, ['/given', '/purpose', '/version']],
    ];
    for (const [body, pointers] of bad)
      expect([body, pointersIn(await person.post(DOOR, body))]).toEqual([body, pointers]);
    expect(problemIn(await person.post(DOOR, { ...agree, version: 2 })).errors).toEqual([
      { pointer: '/version', detail: 'is no version of this text; the current one is 1' },
    ]);
  });

  it('are given by the person alone: no program with a key, and nobody who is not signed in', async () => {
    const made = await person.post('/api/api-keys', { name: 'Nightly', scopes: ['reports:write'] });
    const program = { 'x-api-key': (made.body as { key: string }).key };
    expect((await house.stranger.post(DOOR, agree, program)).status).toBe(403);
    expect((await house.stranger.get(DOOR, program)).status).toBe(403);
    expect((await house.stranger.post(DOOR, agree)).status).toBe(401);
    expect((await house.stranger.get(DOOR)).status).toBe(401);
  });
});
