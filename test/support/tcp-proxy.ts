import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

interface Pair {
  client: Socket;
  server: Socket;
  /** A connection that a silence has caught never speaks again, as when the other machine lost its power. */
  mute: boolean;
}

/**
 * A way from 127.0.0.1 to one server that can go wrong as networks do. Clients are given its port in place of the
 * server's; several apps may use one proxy.
 */
export class TcpProxy {
  private readonly pairs = new Set<Pair>();
  private silent = false;
  private lateMs = 0;
  private refusing = false;

  private constructor(
    private readonly listener: Server,
    private readonly target: { host: string; port: number },
  ) {
    listener.on('connection', (client) => this.join(client));
  }

  /** @param url of the server: its host and port are what is proxied */
  static async open(url: string): Promise<TcpProxy> {
    const { hostname, port } = new URL(url);
    const listener = createServer({ pauseOnConnect: true, allowHalfOpen: true });
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    return new TcpProxy(listener, { host: hostname, port: Number(port) });
  }

  get port(): number {
    return (this.listener.address() as AddressInfo).port;
  }

  /** Connections at this moment, mute ones too. */
  get connections(): number {
    return this.pairs.size;
  }

  /** The same address, by way of this proxy. */
  through(url: string): string {
    const address = new URL(url);
    address.hostname = '127.0.0.1';
    address.port = String(this.port);
    return address.href;
  }

  /** Half-open: nothing is passed on and nobody is told. New connections open and stay mute as well. */
  silence(): void {
    this.silent = true;
    for (const pair of this.pairs) pair.mute = true;
  }

  /** New connections work again, at full speed; those that a silence caught stay mute until one of their ends gives up. */
  heal(): void {
    this.silent = false;
    this.refusing = false;
    this.lateMs = 0;
  }

  /** Every piece of data comes so much later. */
  delay(ms: number): void {
    this.lateMs = ms;
  }

  /** Breaks every connection off at once. */
  cut(): void {
    for (const { client, server } of this.pairs) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
  }

  /** Breaks every connection off, and every new one. */
  refuse(): void {
    this.refusing = true;
    this.cut();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.listener.close(resolve));
  }

  private join(client: Socket): void {
    if (this.refusing) {
      client.resetAndDestroy();
      return;
    }
    const server = connect({ ...this.target, allowHalfOpen: true });
    const pair: Pair = { client, server, mute: this.silent };
    this.pairs.add(pair);
    this.pass(pair, client, server);
    this.pass(pair, server, client);
    client.once('close', () => this.pairs.delete(pair));
  }

  /** One direction, piece after piece; each may be late, and in a silence each is lost. */
  private pass(pair: Pair, from: Socket, to: Socket): void {
    const later = async (work: () => void): Promise<void> => {
      if (this.lateMs > 0) await wait(this.lateMs, undefined, { ref: false });
      if (!pair.mute) work();
    };
    let last: Promise<void> = Promise.resolve();
    const inOrder = (work: () => void): void => void (last = last.then(() => later(work)));
    from.setNoDelay(true);
    from.on('data', (piece: Buffer) => inOrder(() => to.destroyed || to.write(piece)));
    from.on('end', () => inOrder(() => to.end()));
    // An end that a silence hides from one side frees the other all the same, or the proxy would keep it for ever.
    from.on('close', () => {
      if (!pair.mute) void last.then(() => to.destroy());
    });
    from.on('error', () => undefined);
    from.resume();
  }
}
