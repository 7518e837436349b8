import { bigReports, drawAll, memoryOf } from '../support/many-downloads';
import { type House, openHouse } from './house';

const REPORTS = 200;
const BYTES = 8_000_000;

let house: House;
beforeAll(async () => {
  house = await openHouse({ worker: false, environment: { ANONYMOUS_PER_MINUTE: '100000' } });
}, 180_000);
afterAll(() => house.close());

describe('many downloads of large files at once', () => {
  it('go out side by side while the memory of the service stays flat', async () => {
    const { url, api, environment, adminUrl } = house;
    const links = await bigReports({ environment, adminUrl, reports: REPORTS, bytes: BYTES });
    // The first download checks the file and warms the way.
    expect((await drawAll(url, links.slice(0, 1), api.pid)).statuses).toEqual([200]);
    const before = memoryOf(api.pid);
    const { statuses, bytes, peak } = await drawAll(url, links, api.pid);
    expect([new Set(statuses), bytes]).toEqual([new Set([200]), REPORTS * BYTES]);
    expect(peak - before).toBeLessThan(100_000_000);
  }, 120_000);

  it('are four at most for one account: the others hear when to come back', async () => {
    const { url, api, environment, adminUrl } = house;
    const [link = ''] = await bigReports({ environment, adminUrl, reports: 1, bytes: BYTES });
    const { statuses, bytes } = await drawAll(
      url,
      Array.from({ length: 12 }, () => link),
      api.pid,
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(4);
    expect(statuses.filter((status) => status === 429)).toHaveLength(8);
    expect(bytes).toBeGreaterThanOrEqual(4 * BYTES);
  }, 120_000);
});
