import { type Client, oracle, type Pressroom, startPressroom } from '../support';

// Processes start and die in every test, on a machine that may be busy.
jest.setTimeout(240_000);

describe('a report', () => {
  let world: Pressroom;
  let client: Client;
  beforeAll(async () => {
    world = await startPressroom({ env: { REPORT_LIMIT_SECONDS: '60' } });
    client = await world.signUp();
  });
  afterAll(() => world.close());

  it('that is looked at a thousand times while it is made only ever goes forward', async () => {
    const id = await client.order('test.plain', { rows: 60, ms: 50 });
    const order = ['PENDING', 'RUNNING', 'COMPLETED'];
    const look = async (): Promise<string[]> => {
      const seen: string[] = [];
      let done = 0;
      while (seen.length < 100 || seen.at(-1) !== 'COMPLETED') {
        const { status, body, headers } = await client.ask(`/api/reports/${id}`);
        expect(status).toBe(200);
        expect(body.attempts).toBe(body.status === 'PENDING' ? 0 : 1);
        expect(headers.has('retry-after')).toBe(body.status !== 'COMPLETED');
        expect(body.artefacts).toHaveLength(body.status === 'COMPLETED' ? 1 : 0);
        expect(body.progress.done ?? 0).toBeGreaterThanOrEqual(body.status === 'RUNNING' ? done : 0);
        done = body.progress.done ?? done;
        seen.push(body.status);
      }
      return seen;
    };
    const looks = await Promise.all(Array.from({ length: 10 }, look));
    expect(looks.flat().length).toBeGreaterThanOrEqual(1000);
    expect(new Set(looks.flat())).toContain('RUNNING');
    for (const seen of looks) {
      const steps = seen.map((status) => order.indexOf(status));
      expect(steps).not.toContain(-1);
      expect(steps).toEqual([...steps].sort((a, b) => a - b));
    }
    const changes = await world.sql<{ became: string; updated_at: Date }>(
      'SELECT became, updated_at FROM report_history WHERE id = $1 ORDER BY no',
      [id],
    );
    expect(changes.map(({ became }) => became)).toEqual(order);
    const times = changes.map(({ updated_at }) => updated_at.getTime());
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect((await oracle(world, { clients: [client], leftovers: false })).violations).toEqual([]);
  });
});
