import { display, type Block, type CellValue, type Table } from '@pressroom/document';
import { aliasOf, type Flag, type FlagRule, type StudentAnalysis } from '@pressroom/feedback';
import { column, counted, TEXT } from '../columns';
import { spoken } from './words';

/** Findings listed at most; what is left out is counted. */
const MOST_FINDINGS = 50;
const MOST_SUGGESTIONS = 3;

const percent = (share: number): string => display(share, { kind: 'percent', digits: 0 });
const times = (count: number): string => (count === 1 ? 'once' : counted(count, 'time'));

/** What was seen, in figures. */
function seen({ rule, value, against }: Flag): string {
  switch (rule) {
    case 'many_saves_no_submit':
      return `${counted(value, 'save')}, no submission (named from ${against ?? 0} saves on)`;
    case 'submit_without_save':
      return `${counted(value, 'submission')}, the first without a save before it`;
    case 'revisited_after_submit':
      return `visited ${times(value)} after its first submission`;
    case 'long_single_unit':
      return `${spoken(value)}, against a median of ${spoken(against ?? 0)} a question`;
    case 'rush_end':
      return `${percent(value)} of the events in the last tenth of the time (named from ${percent(against ?? 0)} on)`;
    case 'inactive_gap':
      return `the longest pause lasted ${spoken(value)} (named above ${spoken(against ?? 0)})`;
    case 'time_disorder':
      return `${counted(value, 'event')} given after a later one`;
    case 'duplicate_events':
      return `${counted(value, 'event')} with the unit, type and time of another`;
  }
}

/** Flags with their rule, question and figures. */
export function findingsTable({ flags }: StudentAnalysis): Table {
  const shown = flags
    .slice(0, MOST_FINDINGS)
    .map((flag): CellValue[] => [flag.unit === null ? 'All' : aliasOf(flag.unit), seen(flag), flag.rule]);
  const more = flags.length - shown.length;
  return {
    kind: 'table',
    key: 'findings',
    title: 'What stands out',
    columns: [
      column('question', 'Question', TEXT, { width: 9 }),
      column('finding', 'Seen', TEXT, { width: 60 }),
      column('rule', 'Rule', TEXT, { width: 24 }),
    ],
    rows: [more > 0 ? [...shown, ['', `and ${counted(more, 'more finding')}`, '']] : shown],
    tail: 'full',
    emptyText: 'Nothing stands out by these rules.',
  };
}

/** Which rules lead to advice, the most helpful first. The others speak of the record, not of the work. */
const ADVICE: readonly FlagRule[] = [
  'many_saves_no_submit',
  'long_single_unit',
  'rush_end',
  'submit_without_save',
  'inactive_gap',
  'revisited_after_submit',
];

function advice({ rule, unit, value, against }: Flag): string {
  const name = aliasOf(unit ?? 0);
  switch (rule) {
    case 'many_saves_no_submit':
      return `You saved ${name} ${times(value)} and did not submit it: submit early drafts.`;
    case 'submit_without_save':
      return `You submitted ${name} without a save before it: a saved draft keeps a way back.`;
    case 'revisited_after_submit':
      return `You came back to ${name} ${times(value)} after submitting it: note what you changed, and check for it next time.`;
    case 'long_single_unit':
      return `${name} took ${spoken(value)}, your median being ${spoken(against ?? 0)}: try smaller steps, or ask early.`;
    case 'rush_end':
      return `${percent(value)} of your events fall in the last tenth of the time: starting earlier leaves room to check.`;
    case 'inactive_gap':
      return `Your longest pause lasted ${spoken(value)}: a note of the next step makes it easier to come back.`;
    case 'time_disorder':
    case 'duplicate_events':
      return '';
  }
}

/** At most three suggestions, one a rule, each from its strongest flag. Facts are left to the reader's judgement. */
export function suggestionBlocks({ flags }: StudentAnalysis): Block[] {
  const texts = ADVICE.flatMap((rule) => {
    const flag = flags.find((each) => each.rule === rule);
    return flag === undefined ? [] : [advice(flag)];
  }).slice(0, MOST_SUGGESTIONS);
  if (texts.length === 0) return [];
  return [
    { kind: 'heading', level: 3, text: 'Where next' },
    ...texts.map((text): Block => ({ kind: 'paragraph', text })),
  ];
}
