import { Agent, request } from 'node:http';

export interface Order {
  token: string;
  body: string;
}

export interface Paced {
  /** Milliseconds from the moment each request was due, answered or not in time before. */
  latencies: number[];
  /** Answers by status. */
  statuses: Record<string, number>;
}

/**
 * Sends POSTs at an even pace whether or not earlier ones were answered, as many clients at once do. Latency counts from
 * the moment a request was due, so that a stall counts for everyone it would have kept waiting.
 * @param order of the n-th request
 */
export async function paced(
  url: string,
  order: (at: number) => Order,
  { perSecond, seconds }: { perSecond: number; seconds: number },
): Promise<Paced> {
  const agent = new Agent({ keepAlive: true });
  const result: Paced = { latencies: [], statuses: {} };
  const under: Promise<void>[] = [];
  const began = performance.now();
  await new Promise<void>((resolve) => {
    const tick = (): void => {
      const dueBy = Math.floor(((performance.now() - began) / 1000) * perSecond);
      while (under.length <= Math.min(dueBy, perSecond * seconds)) {
        const due = began + (under.length * 1000) / perSecond;
        under.push(post(url, agent, order(under.length), due, result));
      }
      if (dueBy >= perSecond * seconds) resolve();
      else setTimeout(tick, Math.max(0, began + (under.length * 1000) / perSecond - performance.now()));
    };
    tick();
  });
  await Promise.all(under);
  agent.destroy();
  return result;
}

function post(url: string, agent: Agent, { token, body }: Order, due: number, into: Paced): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const sent = request(url, { method: 'POST', agent, headers }, (answer) => {
      answer.resume().once('end', () => {
        into.latencies.push(performance.now() - due);
        const status = String(answer.statusCode);
        into.statuses[status] = (into.statuses[status] ?? 0) + 1;
        resolve();
      });
    });
    sent.once('error', reject);
    sent.end(body);
  });
}
