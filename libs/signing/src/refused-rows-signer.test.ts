import { newId } from '@pressroom/kernel';
import { DownloadSigner, RefusedRowsSigner } from './index';

const masters = [{ kid: 'k1', secret: Buffer.alloc(32, 7) }];
const signer = new RefusedRowsSigner(masters);
const now = new Date('2026-03-01T10:00:00Z');
const grant = { iid: newId(), at: 0, ep: 2 };

describe('a link to refused rows', () => {
  it('gives what was granted for five minutes', () => {
    const { token, expiresAt } = signer.sign(grant, now);
    expect(signer.verify(token, now)).toMatchObject(grant);
    expect(signer.verify(token, expiresAt)).toBe('expired');
  });

  it('is worthless altered, and at the door of reports', () => {
    const { token } = signer.sign(grant, now);
    expect(signer.verify(`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`, now)).toBe('bad');
    expect(new DownloadSigner(masters).verify(token, now)).toBe('bad');
    const report = new DownloadSigner(masters).sign({ rid: newId(), fmt: 'csv', ver: 0, ep: 0 }, now);
    expect(signer.verify(report.token, now)).toBe('bad');
  });

  it('is not made for what could not be verified', () => {
    expect(() => signer.sign({ ...grant, at: -1 }, now)).toThrow(RangeError);
    expect(() => signer.sign({ ...grant, iid: 'x' }, now)).toThrow(RangeError);
  });
});
