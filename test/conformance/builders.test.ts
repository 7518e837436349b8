import type { ReportDocument, Section } from '@pressroom/document';
import { awkwardDocument } from './awkward-document';
import { buildFile } from './build-file';
import { workbookFaults } from './check-workbook';
import { expectSameTables } from './expect-same-tables';
import { readJson } from './read-json';

function sectionOf(value: number): Section {
  const columns = [{ key: 'value', title: 'Value', format: { kind: 'integer' } } as const];
  const rows = [[[value]]];
  return {
    key: `s${value}`,
    title: `Section ${value}`,
    blocks: [{ kind: 'table', key: 'same', title: 'Same', tail: 'full', columns, rows }],
  };
}

describe.each(['html', 'pdf'] as const)('a document of awkward values as %s', (format) => {
  it('prints what the document says, cell by cell', async () => {
    const { bytes } = await buildFile(awkwardDocument(), format);
    await expectSameTables(awkwardDocument(), format, bytes);
  });
});

describe.each(['xlsx', 'csv', 'json', 'zip'] as const)('a document of awkward values as %s', (format) => {
  it('gives each of two tables of one key its own name', async () => {
    const twins = (): ReportDocument => awkwardDocument({ sections: [sectionOf(1), sectionOf(2)] });
    const { bytes } = await buildFile(twins(), format);
    await expectSameTables(twins(), format, bytes);
  });

  it('reads back cell by cell', async () => {
    const { bytes, rows, omittedRows } = await buildFile(awkwardDocument(), format);
    await expectSameTables(awkwardDocument(), format, bytes);
    expect(rows).toBe(64);
    expect(omittedRows).toBe(0);
  });

  it('gives the same bytes for the same document', async () => {
    const [one, two] = [
      await buildFile(awkwardDocument(), format),
      await buildFile(awkwardDocument(), format),
    ];
    expect(one.bytes.equals(two.bytes)).toBe(true);
  });

  it('can hold a document without sections', async () => {
    const { bytes, rows } = await buildFile(awkwardDocument({ sections: [], asOf: null }), format);
    expect(rows).toBe(0);
    await expectSameTables(awkwardDocument({ sections: [] }), format, bytes);
  });
});

describe('csv', () => {
  it('is the main table alone when the document names one', async () => {
    const { bytes, extension, mediaType } = await buildFile(awkwardDocument({ mainTable: 'wide' }), 'csv');
    expect([extension, mediaType]).toEqual(['csv', 'text/csv; charset=utf-8']);
    await expectSameTables(awkwardDocument({ mainTable: 'wide' }), 'csv', bytes);
  });

  it('fails when the main table never comes', async () => {
    await expect(buildFile(awkwardDocument({ mainTable: 'absent' }), 'csv')).rejects.toThrow(
      'no table absent',
    );
  });

  it('is a zip of one file a table otherwise', async () => {
    const { extension, mediaType } = await buildFile(awkwardDocument(), 'csv');
    expect([extension, mediaType]).toEqual(['zip', 'application/zip']);
  });
});

describe('xlsx', () => {
  it('is a package that a strict reader accepts, without a formula or a link', async () => {
    const { bytes } = await buildFile(awkwardDocument(), 'xlsx');
    expect(await workbookFaults(bytes)).toEqual([]);
  });

  it('holds three hundred sections', async () => {
    const sections = Array.from({ length: 300 }, (_, at) => ({
      key: `s${at}`,
      title: 'Same title for all',
      blocks: [],
    }));
    const { bytes } = await buildFile(awkwardDocument({ sections }), 'xlsx');
    expect(await workbookFaults(bytes)).toEqual([]);
  });
});

describe('json', () => {
  it('tells the document around its tables', async () => {
    const { bytes } = await buildFile(awkwardDocument(), 'json');
    const document = JSON.parse(bytes.toString('utf8')) as Record<string, unknown> & {
      sections: Record<string, unknown>[];
    };
    expect(document).toMatchObject({
      asOf: '2026-03-01T10:00:00.000Z',
      template: { name: 'test.awkward', version: '1' },
    });
    expect(document.sections[0]).toMatchObject({
      key: 'first',
      facts: { facts: { y: { value: 1.005, unit: 'kcal' } } },
    });
    expect(document.sections[1]).toMatchObject({
      charts: expect.arrayContaining([expect.objectContaining({ key: 'lineChart' })]),
    });
    expect(Object.keys(readJson(bytes).tables)).toEqual(['everything', 'Q1', 'wide', 'empty', 'scaled']);
  });
});
