import { DomainError, type Flaw } from '@pressroom/kernel';
import { readDocument, type ReadDocument } from '../test-document';
import { MemoryHistorySource } from '../stores.uptime/example';
import { OUTLOOK_STORES, outlookExample } from './example';
import { outlookTemplate } from './index';

const { context } = outlookExample;

async function read(parameters: Record<string, unknown>, stores = OUTLOOK_STORES): Promise<ReadDocument> {
  const resolved = outlookTemplate.resolve(parameters, context);
  return readDocument(await outlookTemplate.compose(new MemoryHistorySource(stores), resolved, context));
}

const column = ({ tables }: ReadDocument, table: string, key: string): unknown[] => {
  const found = tables.get(table);
  const place = found?.table.columns.findIndex((each) => each.key === key) ?? -1;
  return found?.rows.map((row) => row[place]) ?? [];
};

describe('the outlook', () => {
  it('says what stands out, and what each sentence is read from', async () => {
    const document = await read(outlookExample.parameters);
    const findings = column(document, 'findings', 'finding').join('\n');
    expect(findings).toContain('most of all 2023-01-18 ');
    expect(findings).toMatch(
      /Fleet uptime is expected at \d\d\.\d % on average over the next 24 hours; made from 12 earlier starts/,
    );
    expect(findings).toMatch(
      /Fleet uptime repeats itself: it is lowest in the hour from 2[123]:00, \d+\.\d points below/,
    );
    expect(findings).toContain('1 store dropped on the last whole day');
    const titles = new Set([...document.tables.values()].map(({ table }) => table.title));
    const sections = new Set(document.sections);
    for (const evidence of column(document, 'findings', 'evidence')) {
      const [section = '', table] = String(evidence).split(': ');
      expect(sections).toContain(section);
      if (table !== undefined)
        expect([...titles].map((title) => title.toLowerCase()).join('\n')).toContain(
          table.replace(/^the |^those /, ''),
        );
    }
  });

  it('marks the hole in the feed, judges nothing in it, and takes something in its place', async () => {
    const document = await read(outlookExample.parameters);
    const marks = column(document, 'steps', 'mark');
    const taken = column(document, 'steps', 'closed');
    expect(marks.filter((mark) => mark === 'not observed').length).toBeGreaterThanOrEqual(27);
    marks.forEach((mark, at) => expect(typeof taken[at] === 'number').toBe(mark === 'not observed'));
  });

  it('forecasts on from the last whole hour, within a band', async () => {
    const document = await read(outlookExample.parameters);
    const steps = column(document, 'steps', 'step') as Date[];
    const next = column(document, 'forecast', 'step') as Date[];
    expect(next).toHaveLength(24);
    expect((next[0]?.getTime() ?? 0) - (steps.at(-1)?.getTime() ?? 0)).toBe(3_600_000);
    const [lower, middle, upper] = ['lower', 'expected', 'upper'].map(
      (key) => column(document, 'forecast', key) as number[],
    );
    middle?.forEach((value, at) => {
      expect(lower?.[at]).toBeLessThanOrEqual(value);
      expect(upper?.[at]).toBeGreaterThanOrEqual(value);
    });
    expect(column(document, 'backTests', 'method')).toHaveLength(3);
  });

  it('names the store that went down for good', async () => {
    const document = await read(outlookExample.parameters);
    expect(column(document, 'standingOut', 'store_id')).toEqual(['=1+1']);
    expect(column(document, 'everyStore', 'store_id')).toHaveLength(6);
  });

  it('takes days, a chosen store, another band and an earlier now', async () => {
    const byDay = await read({ step: 'day' });
    expect(column(byDay, 'steps', 'step')).toHaveLength(10);
    expect(byDay.texts.join('\n')).toContain('too short for a season');
    const one = await read({ stores: ['متجر'], horizon: 5, level: 0.5 });
    expect(column(one, 'everyStore', 'store_id')).toEqual(['متجر']);
    expect(column(one, 'forecast', 'step')).toHaveLength(5);
    expect(one.charts.get('forecastChart')?.series.map(({ name }) => name)).toContain('50 % band from');
    const early = await read({ asOf: '2023-01-14T10:30:00Z' });
    expect((column(early, 'steps', 'step') as Date[]).at(-1)?.toISOString()).toBe('2023-01-14T09:00:00.000Z');
  });

  it.each([
    ['no poll', [], 'No store has a poll. There is nothing to report yet.'],
    [
      'less than a step',
      OUTLOOK_STORES.map((each) => shortened(each, 1)),
      'The polls do not span one whole step',
    ],
    ['three hours', OUTLOOK_STORES.map((each) => shortened(each, 4)), 'were up'],
  ])('says so when there is %s', async (_, stores, words) => {
    const document = await read({}, stores);
    expect(document.texts.join('\n')).toContain(words);
    expect(document.sections).toEqual(['Summary', 'Fleet', 'Anomalies', 'Forecast', 'Stores', 'Method']);
  });

  it.each([
    [{ days: 0 }, '/parameters/days'],
    [{ days: 367 }, '/parameters/days'],
    [{ step: 'week' }, '/parameters/step'],
    [{ level: 1 }, '/parameters/level'],
    [{ threshold: 1 }, '/parameters/threshold'],
    [{ asOf: 'yesterday' }, '/parameters/asOf'],
    [{ worst: 3 }, '/parameters/worst'],
  ])('refuses %j', (parameters, pointer) => {
    let flaws: readonly Flaw[] = [];
    try {
      outlookTemplate.resolve(parameters, context);
    } catch (error) {
      if (error instanceof DomainError) flaws = error.flaws;
    }
    expect(flaws.map((flaw) => flaw.pointer)).toEqual([pointer]);
  });
});

function shortened(history: (typeof OUTLOOK_STORES)[number], polls: number) {
  const { times, up } = history.polls;
  return { ...history, polls: { times: times.slice(0, polls), up: up.slice(0, polls) } };
}
