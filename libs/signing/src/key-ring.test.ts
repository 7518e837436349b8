import { KeyRing } from './key-ring';

const secret = Buffer.alloc(32, 1);

describe('a key ring', () => {
  it('derives another key for every purpose and never shows the master', () => {
    const downloads = new KeyRing([{ kid: 'a', secret }], 'report-download/v1').newest.key;
    const tokens = new KeyRing([{ kid: 'a', secret }], 'access-token/v1').newest.key;
    expect(downloads).toHaveLength(32);
    expect(downloads.equals(tokens)).toBe(false);
    expect(downloads.equals(secret)).toBe(false);
  });

  it('finds keys by their id only', () => {
    const ring = new KeyRing([{ kid: 'a', secret }], 'p');
    expect(ring.find('a')).toBe(ring.newest);
    expect(['__proto__', 'constructor', 'b', ''].map((kid) => ring.find(kid))).toEqual(
      Array.from({ length: 4 }, () => undefined),
    );
  });

  it('refuses a ring that can not be used, without telling the secret', () => {
    const weak = { kid: 'a', secret: Buffer.from('replace_with_secure_secret') };
    expect(() => new KeyRing([], 'p')).toThrow('no key');
    expect(() => new KeyRing([weak], 'p')).toThrow('key a is shorter than 32 bytes');
    expect(() => new KeyRing([{ kid: 'a.b', secret }], 'p')).toThrow('URL-safe');
    const twice = { kid: 'a', secret };
    expect(() => new KeyRing([twice, twice], 'p')).toThrow('appears twice');
  });
});
