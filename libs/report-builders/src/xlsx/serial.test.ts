import { daySerial, instantSerial } from './serial';

describe('day numbers of Excel', () => {
  it.each([
    ['1900-03-01', 61],
    ['1970-01-01', 25_569],
    ['2026-03-01', 46_082],
    ['9999-12-31', 2_958_465],
  ])('%s is %d', (date, serial) => {
    expect(daySerial(date)).toBe(serial);
  });

  it.each(['1900-02-28', '1899-12-31', '2026-02-30', 'today', '', '2026-3-1'])('%j has none', (date) => {
    expect(daySerial(date)).toBeNull();
  });

  it('count instants on the local clock', () => {
    expect(instantSerial(new Date('2026-03-01T11:00:00Z'), 'Europe/Berlin')).toBe(46_082.5);
    expect(instantSerial(new Date('2026-07-01T10:00:00Z'), 'Europe/Berlin')).toBe(46_204.5);
    expect(instantSerial(new Date('2026-03-01T11:59:59.999Z'), 'UTC')).toBe(
      instantSerial(new Date('2026-03-01T11:59:59Z'), 'UTC'),
    );
    expect(instantSerial(new Date('1850-01-01T00:00:00Z'), 'UTC')).toBeNull();
  });
});
