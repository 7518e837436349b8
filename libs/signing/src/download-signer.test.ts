import { createHmac, hkdfSync } from 'node:crypto';
import { DownloadSigner } from './download-signer';
import type { MasterKey } from './key-ring';

const first: MasterKey = { kid: 'first', secret: Buffer.alloc(32, 7) };
const second: MasterKey = { kid: 'second', secret: Buffer.alloc(32, 8) };
const signer = new DownloadSigner([first]);
const grant = { rid: '01890a5d-ac96-774b-bcce-b302099a8057', fmt: 'xlsx', ver: 3, ep: 2 };
const start = new Date('2026-03-01T10:00:00Z');
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);

/** Signs any payload with the right construction, to reach the checks behind the signature. */
function forge(payload: unknown, info = 'report-download/v1', master = first): string {
  const key = Buffer.from(hkdfSync('sha256', master.secret, '', info, 32));
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const signed = `v1.${master.kid}.${Buffer.from(text).toString('base64url')}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

describe('a download link', () => {
  const { token, expiresAt } = signer.sign(grant, start);
  const iat = start.getTime() / 1000;
  const good = { p: 'dl', ...grant, iat, exp: iat + 300 };

  it('gives back what was granted and fits a URL', () => {
    expect(signer.verify(token, start)).toEqual(good);
    expect(expiresAt).toEqual(after(300));
    expect(token).toMatch(/^[A-Za-z0-9_.-]{1,1024}$/);
    expect(signer.verify(forge(good), start)).toEqual(good);
  });

  it('lives 299 seconds and is expired from the 300th on', () => {
    expect(signer.verify(token, after(299))).toEqual(good);
    expect(signer.verify(token, after(299.999))).toEqual(good);
    expect(signer.verify(token, after(300))).toBe('expired');
    expect(signer.verify(token, after(301))).toBe('expired');
    expect(signer.verify(token, after(86_400))).toBe('expired');
  });

  it('never lives longer than 300 seconds, whatever part of a second it was made in', () => {
    const late = signer.sign(grant, after(0.999));
    expect(late.expiresAt).toEqual(after(300));
  });

  it('is refused when any bit of it is flipped', () => {
    const bytes = Buffer.from(token, 'latin1');
    for (let at = 0; at < bytes.length; at += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const altered = Buffer.from(bytes);
        altered.writeUInt8(bytes.readUInt8(at) ^ (1 << bit), at);
        expect(signer.verify(altered.toString('latin1'), start)).toBe('bad');
      }
    }
  });

  it('is refused when cut at any place', () => {
    for (let length = 0; length < token.length; length += 1) {
      expect(signer.verify(token.slice(0, length), start)).toBe('bad');
      expect(signer.verify(token.slice(length + 1), start)).toBe('bad');
    }
  });

  it('is refused with anything around it', () => {
    for (const text of [
      `${token}\n`,
      ` ${token}`,
      `${token}=`,
      `${token}.`,
      `${token}.x`,
      `${token}\u0000`,
    ]) {
      expect(signer.verify(text, start)).toBe('bad');
    }
    expect(signer.verify(encodeURIComponent(token).replaceAll('.', '%2E'), start)).toBe('bad');
    expect(signer.verify(Buffer.from(token).toString('base64url'), start)).toBe('bad');
  });

  it('is refused when its expiry was edited', () => {
    const [version, kid, body, mark] = token.split('.');
    const payload: unknown = JSON.parse(Buffer.from(body ?? '', 'base64url').toString());
    const edited = { ...(payload as object), exp: iat + 3000 };
    const text = Buffer.from(JSON.stringify(edited)).toString('base64url');
    expect(signer.verify([version, kid, text, mark].join('.'), start)).toBe('bad');
  });

  it('is refused when longer than 1,024 characters', () => {
    expect(signer.verify('v1.first.'.padEnd(10_240, 'A'), start)).toBe('bad');
    expect(signer.verify(token.padEnd(10_240, 'A'), start)).toBe('bad');
    expect(signer.verify(`${'v1.first.'.padEnd(1_000, 'A')}.${'A'.repeat(43)}`, start)).toBe('bad');
  });

  it('is refused under a key id that is a property of every object', () => {
    for (const kid of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'second', '']) {
      expect(signer.verify(token.replace('first', kid), start)).toBe('bad');
    }
  });

  it('is refused when signed for another purpose with the same secret', () => {
    expect(signer.verify(forge(good, 'access-token/v1'), start)).toBe('bad');
    expect(signer.verify(forge(good, ''), start)).toBe('bad');
    expect(signer.verify(forge({ ...good, p: 'otp' }), start)).toBe('bad');
  });

  it('is refused when a signed payload promises too much or is not whole', () => {
    const wrong = [
      { ...good, exp: iat + 301 },
      { ...good, iat: iat + 6, exp: iat + 306 },
      { ...good, ver: '3' },
      { ...good, ver: -1 },
      { ...good, ep: 1.5 },
      { ...good, rid: '../../etc/passwd' },
      { ...good, fmt: '../xlsx' },
      { ...good, exp: null },
      { ...good, p: undefined },
      [good],
      null,
      'not json',
    ];
    for (const payload of wrong) expect(signer.verify(forge(payload), start)).toBe('bad');
    const ahead = { ...good, iat: iat + 5, exp: iat + 305 };
    expect(signer.verify(forge(ahead), start)).toEqual(ahead);
  });

  it('is not signed when nobody could verify it', () => {
    expect(() => signer.sign({ ...grant, rid: 'x' }, start)).toThrow(RangeError);
    expect(() => signer.sign({ ...grant, ver: 0.5 }, start)).toThrow(RangeError);
    expect(() => signer.sign({ ...grant, fmt: '../etc' }, start)).toThrow(RangeError);
    expect(() => signer.sign(grant, new Date(Number.NaN))).toThrow(RangeError);
  });
});

describe('rotating the signing key', () => {
  it('signs with the newest key, verifies with all, and forgets a removed one', () => {
    const before = signer.sign(grant, start).token;
    const during = new DownloadSigner([first, second]);
    const fresh = during.sign(grant, start).token;
    expect(fresh.split('.')[1]).toBe('second');
    expect(during.verify(before, start)).toMatchObject(grant);
    expect(during.verify(fresh, start)).toMatchObject(grant);
    const later = new DownloadSigner([second]);
    expect(later.verify(before, start)).toBe('bad');
    expect(later.verify(fresh, start)).toMatchObject(grant);
    expect(signer.verify(fresh, start)).toBe('bad');
  });

  it('does not take another secret under a known key id', () => {
    const other = new DownloadSigner([{ kid: 'first', secret: Buffer.alloc(32, 9) }]);
    expect(other.verify(signer.sign(grant, start).token, start)).toBe('bad');
  });
});
