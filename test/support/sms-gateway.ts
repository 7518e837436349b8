import { createServer, type Server } from 'node:http';

export interface TakenMessage {
  to: string;
  text: string;
  reference: string;
  authorization: string | undefined;
}

/** A gateway for text messages on this machine: keeps what it takes, and fails on demand. */
export class SmsGateway {
  readonly taken: TakenMessage[] = [];
  /** Every message that reached it, the refused ones too. */
  readonly seen: TakenMessage[] = [];
  /** Statuses of the next answers; 202 when there is none. `silent` never answers. */
  readonly next: (number | 'silent')[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async open(): Promise<SmsGateway> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const gateway = new SmsGateway(server, `http://127.0.0.1:${port}/send`);
    server.on('request', (request, answer) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const told = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Omit<
          TakenMessage,
          'authorization'
        >;
        const message = { ...told, authorization: request.headers.authorization };
        gateway.seen.push(message);
        const status = gateway.next.shift() ?? 202;
        if (status === 'silent') return;
        if (status < 300) gateway.taken.push(message);
        answer.writeHead(status, status >= 300 && status < 400 ? { location: '/elsewhere' } : {}).end('{}');
      });
    });
    return gateway;
  }

  /** The code of the last message to a number, as its owner reads it; null when none has come. */
  lastCode(phone: string): string | null {
    const last = this.taken.filter(({ to }) => to === phone).at(-1);
    return /^(\d{6}) /.exec(last?.text ?? '')?.[1] ?? null;
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => {
      this.server.close(() => resolve());
    });
  }
}
