import { observed } from '@pressroom/analysis';
import { type Block, display, instantIn, type Section } from '@pressroom/document';
import { countOf } from '@pressroom/stores';
import { column, counted, SHARE, TEXT } from '../columns';
import type { ReportContext } from '../define-template';
import { dateOf, NO_POLLS, share } from '../stores.uptime/data';
import { type OutlookData, TOO_YOUNG } from './data';
import { type Finding, findingsOf } from './findings';
import { outlookChart } from './outlook-chart';
import { comingFacts, pastFacts, sumOf } from './summary-facts';
import { momentOf } from './wording';

function findingsTable(findings: readonly Finding[]): Block {
  return {
    kind: 'table',
    key: 'findings',
    title: 'Findings and what they stand on',
    columns: [
      column('kind', 'Kind', TEXT, { width: 14 }),
      column('finding', 'Finding', TEXT, { width: 90 }),
      column('evidence', 'Read from', TEXT, { width: 30 }),
    ],
    rows: [findings.map(({ kind, text, evidence }) => [kind, text, evidence])],
    tail: 'full',
    emptyText: 'Nothing stands out from the usual ups and downs.',
  };
}

function lead({ outlook, now }: OutlookData, timeZone: string): string {
  if (now === null) return `${NO_POLLS} There is nothing to report yet.`;
  if (outlook === null) return TOO_YOUNG;
  const { buckets, stores, shares, fleet } = outlook;
  const uptime = share(sumOf(fleet.up), sumOf(fleet.business));
  return (
    `Over the ${counted(countOf(buckets), buckets.step)} from ${momentOf(buckets, 0, timeZone)} to ` +
    `${momentOf(buckets, countOf(buckets), timeZone)} (${timeZone}), ${counted(stores.length, 'store')} were up ` +
    `${display(uptime, SHARE)} of their business time; ${observed(shares).length} of these were observed.`
  );
}

/** What is going on and what is to come, in sentences, figures and one picture. */
export function summarySection(data: OutlookData, { timeZone }: ReportContext): Section {
  const findings = findingsOf(data, timeZone);
  const blocks: Block[] = [
    { kind: 'paragraph', tone: 'lead', text: lead(data, timeZone) },
    ...findings.slice(0, 4).map(({ text }): Block => ({ kind: 'paragraph', text })),
  ];
  if (data.outlook !== null)
    blocks.push(
      { kind: 'facts', key: 'figures', facts: [...pastFacts(data.outlook), ...comingFacts(data.outlook)] },
      outlookChart(data.outlook, timeZone),
      findingsTable(findings),
    );
  if (data.now !== null)
    blocks.push({
      kind: 'paragraph',
      tone: 'note',
      text: `Now is ${instantIn(dateOf(data.now), timeZone)} (${timeZone}). What is cut by now, or began before the first poll, is left out.`,
    });
  return { key: 'summary', title: 'Summary', blocks };
}
