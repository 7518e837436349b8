/**
 * Downloads of one large file side by side: how fast, and what the api holds in memory meanwhile.
 *
 *     npm run bench -- downloads [downloads: 200] [megabytes: 200]
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openHouse } from '../e2e/house';
import { bigReports, drawAll, memoryOf } from '../support/many-downloads';
import { ROOT_PREFIX, TEST_ROOT_VARIABLE } from '../support/test-root';

async function main(): Promise<void> {
  const [reports = 200, megabytes = 200] = process.argv.slice(2).map(Number);
  const root = (process.env[TEST_ROOT_VARIABLE] = mkdtempSync(join(tmpdir(), ROOT_PREFIX)));
  chmodSync(root, 0o755);
  const house = await openHouse({ worker: false, environment: { ANONYMOUS_PER_MINUTE: '100000' } });
  try {
    const { url, api, environment, adminUrl } = house;
    const links = await bigReports({ environment, adminUrl, reports, bytes: megabytes * 1e6 });
    await drawAll(url, links.slice(0, 1), api.pid);
    const [before, began] = [memoryOf(api.pid), performance.now()];
    const { statuses, bytes, peak } = await drawAll(url, links, api.pid);
    const seconds = (performance.now() - began) / 1000;
    const good = statuses.filter((status) => status === 200).length;
    console.log(
      `${good} of ${reports} downloads of ${megabytes} MB in ${seconds.toFixed(1)} s: ` +
        `${(bytes / 1e6 / seconds).toFixed(0)} MB/s, memory +${((peak - before) / 1e6).toFixed(0)} MB`,
    );
  } finally {
    await house.close();
    rmSync(root, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
