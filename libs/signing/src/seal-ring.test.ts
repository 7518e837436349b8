import { randomBytes } from 'node:crypto';
import { ErasureTickets, SealRing } from './index';

const key = (kid: string) => ({ kid, secret: randomBytes(32) });
const [old, fresh] = [key('old'), key('new')];
const TYPE = 'erasure-certificate+jwt';

describe('a sealed statement', () => {
  it('is read by whoever has the ring, as the type it was sealed as and no other', () => {
    const ring = new SealRing([old]);
    const sealed = ring.seal(TYPE, { said: 'so' });
    expect(ring.open(TYPE, sealed)).toEqual({ said: 'so' });
    expect(ring.open('at+jwt', sealed)).toBeNull();
    expect(new SealRing([{ kid: 'old', secret: randomBytes(32) }]).open(TYPE, sealed)).toBeNull();
  });

  it('is worth nothing once a character of it is another', () => {
    const ring = new SealRing([old]);
    const sealed = ring.seal(TYPE, { said: 'so', count: 12 });
    // The last character of each part has idle bits, which change nothing.
    for (let at = 0; at < sealed.length; at += 1) {
      if (sealed[at] === '.' || sealed[at + 1] === '.' || at === sealed.length - 1) continue;
      const other = sealed[at] === 'A' ? 'B' : 'A';
      expect([at, ring.open(TYPE, `${sealed.slice(0, at)}${other}${sealed.slice(at + 1)}`)]).toEqual([
        at,
        null,
      ]);
    }
    for (const text of ['', '.', '..', sealed.slice(0, -4), `${sealed}.x`, `${sealed} `, 'x'.repeat(10_000)])
      expect([text, ring.open(TYPE, text)]).toEqual([text, null]);
  });

  it('stays readable while its key is in the ring, and every key of the ring is published', () => {
    const sealed = new SealRing([old]).seal(TYPE, { said: 'so' });
    expect(new SealRing([old, fresh]).open(TYPE, sealed)).toEqual({ said: 'so' });
    expect(new SealRing([fresh]).open(TYPE, sealed)).toBeNull();
    const published = new SealRing([old, fresh]).published;
    expect(published.map(({ kid }) => kid)).toEqual(['old', 'new']);
    expect(JSON.stringify(published)).not.toMatch(/"d"|secret/);
  });
});

describe('the ticket of an erasure', () => {
  const id = '0195f2a0-7c1e-7b7a-9d7e-1f2a3b4c5d6e';

  it('names its erasure, each time alike, also after the key was rotated', () => {
    const ticket = new ErasureTickets([old]).of(id);
    expect(new ErasureTickets([old]).of(id)).toBe(ticket);
    expect(new ErasureTickets([old, fresh]).read(ticket)).toBe(id);
    expect(new ErasureTickets([fresh]).read(ticket)).toBeNull();
  });

  it('is not to be made up', () => {
    const tickets = new ErasureTickets([old]);
    const ticket = tickets.of(id);
    const other = '0195f2a0-7c1e-7b7a-9d7e-1f2a3b4c5d6f';
    for (const text of [
      '',
      id,
      `${id}.`,
      ticket.replace(id, other),
      ticket.slice(0, -1),
      `${ticket}x`,
      `${id}.${'A'.repeat(43)}`,
    ])
      expect([text, tickets.read(text)]).toEqual([text, null]);
  });
});
