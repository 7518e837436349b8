import { NestFactory } from '@nestjs/core';
import { JobSender, QueuesModule, reportsInteractive } from '@pressroom/queues';
import { createConnection } from 'node:net';

/** Rings bells as the api and the dispatcher do: `times` messages for the same epoch of a report. */
export async function ringBells(
  redisUrl: string,
  reportId: string,
  claimNo: number,
  times: number,
): Promise<void> {
  const context = await NestFactory.createApplicationContext(QueuesModule.forConsumer({ url: redisUrl }), {
    logger: false,
  });
  const sender = context.get(JobSender);
  const queue = reportsInteractive.name;
  for (let rung = 0; rung < times;) {
    // Until the connection is there nothing is rung.
    if (await sender.ring({ queue, reportId, claimNo, dispatchNo: 1000 + rung })) rung += 1;
    else await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await context.close();
}

/** One Redis command over a connection of its own. @returns the first line of the answer */
export function redisCommand(url: string, ...words: string[]): Promise<string> {
  const { hostname, port, password } = new URL(url);
  const line = (parts: string[]): string =>
    `*${parts.length}\r\n${parts.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`).join('')}`;
  return new Promise((resolve, reject) => {
    const socket = createConnection({ host: hostname, port: Number(port) });
    let answer = '';
    socket.setTimeout(5000, () => socket.destroy(new Error('Redis did not answer')));
    socket.once('error', reject);
    socket.on('data', (chunk) => {
      answer += chunk.toString();
      const [, second] = answer.split('\r\n');
      if (second === undefined || second === '') return;
      socket.destroy();
      resolve(second);
    });
    socket.write(line(['AUTH', decodeURIComponent(password)]) + line(words));
  });
}
