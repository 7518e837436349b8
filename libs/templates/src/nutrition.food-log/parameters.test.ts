import { DomainError } from '@pressroom/kernel';
import type { ReportContext } from '../define-template';
import { foodLogTemplate } from './index';

const context: ReportContext = {
  accountId: '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b',
  role: 'member',
  locale: 'en',
  timeZone: 'UTC',
  requestedAt: '2024-03-10T08:30:00.000Z',
};

const wrong = (parameters: unknown, more: Partial<ReportContext> = {}): unknown => {
  try {
    foodLogTemplate.resolve(parameters, { ...context, ...more });
    return 'fine';
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return [error.fault, ...error.flaws.map(({ pointer }) => pointer)];
  }
};

describe('the parameters of the food-log report', () => {
  it.each([
    ['UTC', '2024-03-10T08:30:00Z', '2024-02-10', '2024-03-10'],
    ['America/Los_Angeles', '2024-03-10T07:59:59Z', '2024-02-09', '2024-03-09'], // still Saturday there
    ['America/Los_Angeles', '2024-03-10T10:00:00Z', '2024-02-10', '2024-03-10'], // clocks just went forward
    ['Pacific/Apia', '2024-03-10T11:00:00Z', '2024-02-11', '2024-03-11'],
    ['Pacific/Kiritimati', '2024-12-31T10:00:00Z', '2024-12-03', '2025-01-01'],
  ])('default to the last 30 days in %s at %s', (timeZone, requestedAt, from, to) => {
    expect(foodLogTemplate.resolve({}, { ...context, timeZone, requestedAt })).toEqual({
      from,
      to,
      categories: [],
      bucket: 'day',
      scope: 'me',
      top: 10,
    });
  });

  it.each([
    [{ from: '2024-01-01' }, { from: '2024-01-01', to: '2024-03-10', bucket: 'day' }],
    [{ from: '2022-03-11' }, { from: '2022-03-11', to: '2024-03-10', bucket: 'week' }],
    [{ from: '2022-03-09' }, { from: '2022-03-09', to: '2024-03-10', bucket: 'month' }],
    [{ from: '2025-01-01' }, { from: '2025-01-01', to: '2025-01-30' }],
    [{ to: '2020-03-01' }, { from: '2020-02-01', to: '2020-03-01' }],
    [{ from: '2014-03-11', bucket: 'day' }, { bucket: 'day' }],
  ])('settle %j', (asked, settled) => {
    expect(foodLogTemplate.resolve(asked, context)).toMatchObject(settled);
  });

  it.each([
    [{ from: '2024-03-11', to: '2024-03-10' }, ['/parameters/from']],
    [{ from: '2014-03-08', to: '2024-03-10' }, ['/parameters/from']],
    [{ from: '2024-02-30', to: 'soon' }, ['/parameters/from', '/parameters/to']],
    [{ categories: ['fruit', 'fruit'] }, ['/parameters/categories']],
    [{ categories: ['fruit', 'meat'] }, ['/parameters/categories/1']],
    [{ bucket: 'year', top: 0 }, ['/parameters/bucket', '/parameters/top']],
    [{ top: 1.5 }, ['/parameters/top']],
    [{ top: '10' }, ['/parameters/top']],
    [[], ['/parameters']],
    ['everything', ['/parameters']],
  ])('refuse %j', (asked, pointers) => {
    expect(wrong(asked)).toEqual(['invalid', ...pointers]);
  });

  it('let only operators ask for everyone', () => {
    expect(wrong({ scope: 'everyone' })).toEqual(['forbidden']);
    expect(wrong({ scope: 'everyone' }, { role: 'operator' })).toBe('fine');
  });
});
