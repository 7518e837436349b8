import type {
  Block,
  CellValue,
  Chart,
  ChartKind,
  Column,
  ReportDocument,
  Section,
  Table,
} from '@pressroom/document';

/** Values that break naive builders; every kind of column meets every one of them that it can hold. */
export const AWKWARD_TEXTS: readonly string[] = [
  '',
  ' ',
  ' leading and trailing ',
  'quote " comma , semicolon ; tab \t',
  'line\nbreak\r\nand\rreturn',
  '<b>bold</b> & "more" \'yet\'',
  '=1+1',
  '+49 30 123456',
  '-1',
  '@SUM(A1)',
  '\tcmd',
  '\r\n=1',
  '＝1+1',
  '＋1',
  '－1',
  '＠x',
  'שלום עולם مرحبا',
  '👩‍👩‍👧 é 𝒳 日本',
  'nul \u0000 bell \u0007 escape \u001B c1 \u0085 end',
  'lone \uD800 and \uDC00 halves \uFFFE',
  '_x0041_ stays',
  '_x005F_',
  '9007199254740993123',
  '00123',
  '1e5',
  'TRUE',
  '{"formula":"1+1"}',
  'https://example.org/?a=1&b=2',
  'x'.repeat(40_000),
  '😀'.repeat(16_400),
];

const NUMBERS: readonly CellValue[] = [
  null,
  0,
  -0,
  1.005,
  -1.005,
  2.5,
  0.1 + 0.2,
  1e-7,
  123456789.123456,
  1e15,
  1e21,
  -42,
  0.285,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.MAX_SAFE_INTEGER,
  '12.345',
  '12345678901234567890.125',
  'n/a',
];

const DATES: readonly CellValue[] = [
  null,
  '2026-02-28',
  '1900-01-01',
  '1900-02-28',
  '1900-03-01',
  '1899-12-31',
  '0001-01-01',
  '9999-12-31',
  '2026-02-30',
  'today',
];

const INSTANTS: readonly CellValue[] = [
  null,
  new Date('2026-03-29T00:59:59Z'),
  new Date('2026-03-29T01:00:00Z'),
  new Date('2026-10-25T00:30:00Z'),
  new Date('1850-06-01T12:00:00Z'),
  new Date('2026-07-01T09:00:00.123Z'),
  new Date(Number.NaN),
];

const column = (key: string, format: Column['format'], more: Partial<Column> = {}): Column => ({
  key,
  title: `The ${key}`,
  format,
  ...more,
});

function table(
  key: string,
  columns: readonly Column[],
  rows: Table['rows'],
  more: Partial<Table> = {},
): Table {
  return { kind: 'table', key, title: `Table ${key}`, columns, rows, tail: 'full', ...more };
}

const cycle = <Value>(values: readonly Value[], at: number): Value => values[at % values.length] as Value;

function everything(): Table {
  const columns: Column[] = [
    column('text', { kind: 'text' }),
    column('id', { kind: 'id' }),
    column('integer', { kind: 'integer' }),
    column('two', { kind: 'decimal', digits: 2 }, { unit: 'kcal' }),
    column('four', { kind: 'decimal', digits: 4 }),
    column('share', { kind: 'percent', digits: 1 }),
    column('day', { kind: 'date' }),
    column('moment', { kind: 'instant', timeZone: 'Europe/Berlin', seconds: true }),
    column('clock', { kind: 'time' }),
    column('span', { kind: 'duration' }),
    column('flag', { kind: 'boolean' }),
    column('nothing', { kind: 'text' }),
  ];
  const rows = Array.from({ length: 60 }, (_, at): CellValue[] => [
    cycle(AWKWARD_TEXTS, at),
    cycle(AWKWARD_TEXTS, at + 7),
    cycle(NUMBERS, at),
    cycle(NUMBERS, at + 3),
    cycle(NUMBERS, at + 5),
    cycle(NUMBERS, at + 11),
    cycle(DATES, at),
    cycle(INSTANTS, at),
    cycle([0, 425, 1_440, null], at),
    cycle([0, 59.5, 3_723, 360_000, -5, null], at),
    cycle([true, false, null], at),
    null,
  ]);
  return table('everything', columns, [rows.slice(0, 25), [], rows.slice(25)]);
}

const KINDS: readonly ChartKind[] = [
  'line',
  'area',
  'bar',
  'column',
  'stacked',
  'pie',
  'doughnut',
  'scatter',
  'heat',
  'timeline',
];

function chart(kind: ChartKind): Chart {
  return {
    kind: 'chart',
    key: `${kind}Chart`,
    chart: kind,
    title: `A ${kind} & "more" <x>`,
    categories: kind === 'scatter' ? [1, 2.5, 4] : ['one', '=two', '<three>'],
    categoryFormat: kind === 'scatter' ? { kind: 'decimal', digits: 1 } : { kind: 'text' },
    categoryTitle: 'Category',
    series: [
      { key: 'a', name: 'First', values: [1.005, null, 3] },
      { key: 'b', name: '=Second', values: [2, Number.NaN, -1], style: 'reference' },
    ],
    valueFormat: { kind: 'decimal', digits: 2 },
    valueTitle: 'Value',
    unit: 'kcal',
    ...(kind === 'timeline' ? { marks: [{ lane: 'x', from: 0, to: 60, shape: 'bar' as const }] } : {}),
  };
}

function odds(): Block[] {
  const wide = Array.from({ length: 200 }, (_, at) => column(`c${at}`, { kind: 'integer' }));
  const twins = [
    column('a', { kind: 'text' }, { title: 'Same' }),
    column('b', { kind: 'text' }, { title: 'same' }),
  ];
  return [
    table('Q1', twins, [[['looks like a cell', '=x']]]),
    table('wide', wide, [[wide.map((_column, at) => at)]]),
    table('empty', twins, [], { emptyText: 'Nothing to show.' }),
    table('scaled', [column('again', { kind: 'integer' })], [[[1], [2]]], {
      scales: [
        { columns: ['again'], style: 'heat' },
        { columns: ['again'], style: 'bar' },
      ],
    }),
  ];
}

function sections(): Section[] {
  const named = [
    'a/b\\c',
    '[x]: *?',
    "'quoted'",
    'A/B\\C',
    'x'.repeat(40),
    'x'.repeat(41),
    'History',
    'Chart data',
    '=1+1',
  ];
  return [
    {
      key: 'first',
      title: 'Awkward values',
      blocks: [
        { kind: 'paragraph', text: '=lead & <b>' + ' long'.repeat(100), tone: 'lead' },
        {
          kind: 'facts',
          key: 'facts',
          facts: [
            { key: 'x', label: '=Label <b>', value: '=1+1', format: { kind: 'text' } },
            {
              key: 'y',
              label: 'Energy',
              unit: 'kcal',
              value: 1.005,
              format: { kind: 'decimal', digits: 2 },
              change: { reference: 0, label: 'before', goodWhen: 'down' },
            },
            { key: 'z', label: 'None', value: null, format: { kind: 'integer' }, note: 'no data' },
          ],
        },
        everything(),
      ],
    },
    { key: 'charts', title: 'Charts', blocks: KINDS.map(chart) },
    {
      key: 'odds',
      title: 'Odds',
      blocks: [{ kind: 'heading', level: 3, text: '=heading' }, ...odds(), { kind: 'pageBreak' }],
    },
    ...named.map((title, at): Section => ({ key: `named${at}`, title, blocks: [] })),
  ];
}

/** A fresh document of everything that has ever gone wrong with reports. */
export function awkwardDocument(more: Partial<ReportDocument> = {}): ReportDocument {
  return {
    title: 'Awkward & <b> "report"',
    subtitle: '=subtitle',
    language: 'en',
    timeZone: 'Europe/Berlin',
    asOf: new Date('2026-03-01T10:00:00Z'),
    facts: [{ label: 'Period', value: '=all & <b>' }],
    template: { name: 'test.awkward', version: '1' },
    sections: sections(),
    ...more,
  };
}
