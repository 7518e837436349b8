import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { TcpProxy } from './tcp-proxy';

/** However it comes about. */
const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => socket.once('close', () => resolve()));

describe('a proxy that goes wrong on order', () => {
  let echo: Server;
  let proxy: TcpProxy;
  const sockets: Socket[] = [];
  beforeEach(async () => {
    echo = createServer((socket) => socket.on('error', () => undefined).pipe(socket));
    await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
    proxy = await TcpProxy.open(`echo://127.0.0.1:${(echo.address() as AddressInfo).port}`);
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await proxy.close();
    await new Promise((resolve) => echo.close(resolve));
  });

  async function open(): Promise<{ socket: Socket; heard: () => string }> {
    const socket = connect(proxy.port, '127.0.0.1');
    sockets.push(socket);
    let heard = '';
    socket.on('data', (piece) => (heard += piece.toString()));
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    return { socket, heard: () => heard };
  }
  async function hears(heard: () => string, words: string): Promise<void> {
    for (const end = Date.now() + 5000; Date.now() < end && heard() !== words;) await wait(5);
    expect(heard()).toBe(words);
  }

  it('passes on what is said, in order, and the end', async () => {
    const { socket, heard } = await open();
    for (let at = 0; at < 100; at += 1) socket.write(`${at} `);
    socket.end();
    await closed(socket);
    expect(heard()).toBe(Array.from({ length: 100 }, (_, at) => `${at} `).join(''));
    expect(proxy.through('redis://:secret@10.0.0.1:6379/0')).toBe(
      `redis://:secret@127.0.0.1:${proxy.port}/0`,
    );
  });

  it('in a silence loses everything and tells nobody, and connections from before stay mute', async () => {
    const old = await open();
    old.socket.write('a');
    await hears(old.heard, 'a');
    proxy.silence();
    const during = await open();
    old.socket.write('b');
    during.socket.write('c');
    await wait(100);
    proxy.heal();
    const fresh = await open();
    old.socket.write('d');
    fresh.socket.write('e');
    await hears(fresh.heard, 'e');
    expect([old.heard(), during.heard()]).toEqual(['a', '']);
    expect([old.socket.destroyed, during.socket.destroyed]).toEqual([false, false]);
  });

  it('cuts what is there, or refuses what comes', async () => {
    const { socket } = await open();
    proxy.cut();
    await closed(socket);
    const { socket: again, heard } = await open();
    again.write('x');
    await hears(heard, 'x');
    proxy.refuse();
    await closed(again);
    const refused = connect(proxy.port, '127.0.0.1').on('error', () => undefined);
    await closed(refused);
    proxy.heal();
    expect((await open()).socket.destroyed).toBe(false);
  });

  it('is late by what it is told to be, and keeps the order', async () => {
    const { socket, heard } = await open();
    proxy.delay(100);
    const began = performance.now();
    socket.write('slow');
    await wait(20);
    socket.write(' but in order');
    await hears(heard, 'slow but in order');
    expect(performance.now() - began).toBeGreaterThan(195);
  });
});
