import { DomainError } from '@pressroom/kernel';
import { readCaliper, readXapi } from './read-statements';

const statement = (verb: string, more: object = {}): object => ({
  actor: { account: { homePage: 'https://lms.example', name: 's1' } },
  verb: { id: verb },
  object: { id: 'unit 1' },
  timestamp: '2024-07-21T03:04:55.123456789Z',
  context: { registration: 'course' },
  result: { score: { scaled: 1 }, duration: 'PT1M' },
  ...more,
});

describe('xAPI statements', () => {
  it('become events of their student, in the order given', () => {
    const [student, ...others] = readXapi([
      statement('http://id.tincanapi.com/verb/saved'),
      statement('http://activitystrea.ms/schema/1.0/submit'),
      statement('http://adlnet.gov/expapi/verbs/experienced'),
      statement('https://lms.example/verbs#pondered'),
    ]);
    expect(others).toEqual([]);
    expect(student).toMatchObject({
      studentId: 's1',
      namespace: 'course',
      units: ['unit 1'],
      types: ['saved_code', 'submission', 'experienced', 'pondered'],
      times: Array.from({ length: 4 }, () => Date.UTC(2024, 6, 21, 3, 4, 55) * 1000 + 123_456),
    });
  });

  it('are taken alone, in a list, or wrapped', () => {
    const one = statement('v');
    for (const body of [one, [one], { statements: [one] }]) expect(readXapi(body)).toHaveLength(1);
  });

  it('keep students and registrations apart', () => {
    const other = statement('v', { actor: { mbox: 'mailto:a@example.org' } });
    const again = statement('v', { context: { registration: 'other course' } });
    expect(readXapi([statement('v'), other, again, other]).map(({ unitOf }) => unitOf.length)).toEqual([
      1, 2, 1,
    ]);
  });

  it('are refused where they are wrong', () => {
    const wrong = { statements: [statement('v'), { verb: {}, timestamp: 'now' }, 7] };
    expect(() => readXapi(wrong)).toThrow(
      expect.objectContaining({
        flaws: [
          { pointer: '/statements/1/actor/account/name', detail: 'is missing' },
          { pointer: '/statements/1/object/id', detail: 'is missing' },
          { pointer: '/statements/1/timestamp', detail: 'must be a time with its offset' },
          { pointer: '/statements/2/actor/account/name', detail: 'is missing' },
          { pointer: '/statements/2/object/id', detail: 'is missing' },
        ],
      }) as Error,
    );
  });
});

describe('a Caliper envelope', () => {
  const event = {
    actor: 'urn:user:1',
    action: 'http://purl.imsglobal.org/vocab/caliper/v1/action#Submitted',
    object: { id: 'urn:item:9' },
    group: { id: 'urn:course:2' },
    eventTime: '2024-07-21T03:04:55Z',
  };

  it('becomes events; entities beside them are passed over', () => {
    const [student] = readCaliper({
      data: [event, { id: 'urn:user:1', type: 'Person' }, { ...event, action: 'Skipped' }],
    });
    expect(student).toMatchObject({
      studentId: 'urn:user:1',
      namespace: 'urn:course:2',
      types: ['submission', 'Skipped'],
      unitOf: [0, 0],
    });
  });

  it('needs a list of events with at least one in it', () => {
    expect(() => readCaliper({})).toThrow(DomainError);
    expect(() => readCaliper({ data: [] })).toThrow(DomainError);
    expect(() => readCaliper(null)).toThrow(DomainError);
  });
});
