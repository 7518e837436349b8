import { createReport, ended, type House, madeReport, openHouse, type Report } from './house';
import { problemIn } from './problem';

let house: House;
beforeAll(async () => {
  house = await openHouse();
}, 120_000);
afterAll(() => house.close());

const request = { template: 'nutrition.food-log', formats: ['json', 'xlsx'] };

interface Event {
  id: string;
  event: string;
  data: unknown;
}

function eventsIn(text: string): Event[] {
  return text
    .split('\n\n')
    .filter((block) => block.startsWith('id: '))
    .map((block) => {
      const fields = new Map(
        block.split('\n').map((line): [string, string] => {
          const at = line.indexOf(': ');
          return [line.slice(0, at), line.slice(at + 2)];
        }),
      );
      return {
        id: fields.get('id') ?? '',
        event: fields.get('event') ?? '',
        data: JSON.parse(fields.get('data') ?? '') as unknown,
      };
    });
}

describe('the events of a report', () => {
  it('tell each status and the progress between, and close at the end', async () => {
    const person = await house.newcomer();
    const { id } = await createReport(person, request);
    const answer = await person.get(`/api/reports/${id}/events`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const events = eventsIn(answer.text);
    expect(new Set(events.map(({ id: each }) => each)).size).toBe(events.length);
    const statuses = events.filter(({ event }) => event === 'status').map(({ data }) => data as Report);
    const order = ['PENDING', 'RUNNING', 'COMPLETED'];
    const places = statuses.map(({ status }) => order.indexOf(status));
    expect(places).toEqual([...places].sort());
    expect(places).not.toContain(-1);
    expect(statuses.at(-1)).toMatchObject({ id, status: 'COMPLETED', artefacts: [{}, {}] });
    for (const { data } of events.filter(({ event }) => event === 'progress'))
      expect(data).toEqual({
        phase: expect.any(String) as string,
        done: (data as Report['progress']).done,
        total: (data as Report['progress']).total,
        percent: expect.any(Number) as number,
      });
  });

  it('of a report that has ended are its end', async () => {
    const person = await house.newcomer();
    const { id } = await madeReport(person, request);
    const events = eventsIn((await person.get(`/api/reports/${id}/events`)).text);
    expect(events).toEqual([
      { id: expect.any(String) as string, event: 'status', data: expect.objectContaining({ id }) as object },
    ]);
  });

  it('go on after the last one that a client has seen', async () => {
    const person = await house.newcomer();
    const { id } = await madeReport(person, request);
    const path = `/api/reports/${id}/events`;
    const [last] = eventsIn((await person.get(path)).text);
    const resumed = await person.get(path, { 'last-event-id': last?.id ?? '' });
    expect([resumed.status, eventsIn(resumed.text)]).toEqual([200, []]);
    for (const unknown of ['x', '', 'PENDING-0', '9'.repeat(5000)])
      expect(eventsIn((await person.get(path, { 'last-event-id': unknown })).text)).toHaveLength(1);
  });

  it('reach everybody who watches', async () => {
    const person = await house.newcomer();
    const { id } = await createReport(person, request);
    const watchers = await Promise.all(
      Array.from({ length: 10 }, () => person.get(`/api/reports/${id}/events`)),
    );
    for (const { text } of watchers)
      expect(eventsIn(text).at(-1)).toMatchObject({ event: 'status', data: { status: 'COMPLETED' } });
  });

  it('end when the report is removed', async () => {
    const person = await house.newcomer();
    const { id } = await createReport(person, request);
    const watching = person.get(`/api/reports/${id}/events`);
    await person.delete(`/api/reports/${id}`);
    const { status } = await watching;
    // The watcher may come after the removal.
    expect([200, 404]).toContain(status);
  });

  it('are nobody else’s, and HEAD does not wait for them', async () => {
    const [person, other] = [await house.newcomer(), await house.newcomer()];
    const { id } = await createReport(person, request);
    expect(problemIn(await other.get(`/api/reports/${id}/events`)).status).toBe(404);
    expect(problemIn(await house.stranger.get(`/api/reports/${id}/events`)).status).toBe(401);
    const head = await person.ask('HEAD', `/api/reports/${id}/events`);
    expect([head.status, head.headers.get('content-type'), head.text]).toEqual([
      200,
      'text/event-stream',
      '',
    ]);
    await ended(person, id);
  });
});
