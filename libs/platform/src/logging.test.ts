import { errorFields, redactUrl } from './index';

describe('what a log tells of an error', () => {
  it('holds neither tokens nor addresses, in its message or in its trace', () => {
    const error = new Error('GET /api/reports/download/v1.k.secret?token=abc for me@example.org failed');
    const fields = errorFields(error);
    const told = JSON.stringify(fields);
    for (const secret of ['v1.k.secret', 'abc', 'me@example.org']) expect(told).not.toContain(secret);
    expect(fields['error.stack_trace']).toContain('logging.test');
  });

  it('leaves ordinary addresses as they are', () => {
    expect(redactUrl('/api/reports/01a2?format=pdf')).toBe('/api/reports/01a2?format=pdf');
  });
});
