import { createServer } from 'node:net';

/** True when nothing listens on 127.0.0.1:port yet. */
export function isFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/**
 * The wished port or the next free one above it.
 * @throws when 200 ports in a row are taken
 */
export async function nextFreePort(wished: number, host = '127.0.0.1'): Promise<number> {
  for (let port = wished; port < Math.min(wished + 200, 65_536); port += 1) {
    if (await isFree(port, host)) return port;
  }
  throw new Error(`no free port between ${wished} and ${wished + 199}`);
}

/** Any free port, as the system gives it. */
export function anyFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ port: 0, host: '127.0.0.1' }, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
