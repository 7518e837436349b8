import { headerOf, type CellValue, type Chart, type ReportDocument, type Table } from '@pressroom/document';

/** A table with all its rows. For tests: memory holds them all. */
export interface ReadTable {
  table: Table;
  headers: string[];
  rows: (readonly CellValue[])[];
}

/** A document taken apart, so that tests can look things up by key. */
export interface ReadDocument {
  sections: string[];
  tables: Map<string, ReadTable>;
  charts: Map<string, Chart>;
  texts: string[];
  facts: Map<string, CellValue>;
}

export async function readDocument(document: ReportDocument): Promise<ReadDocument> {
  const read: ReadDocument = {
    sections: [],
    tables: new Map(),
    charts: new Map(),
    texts: [],
    facts: new Map(),
  };
  for await (const section of document.sections) {
    read.sections.push(section.title);
    for (const block of section.blocks) {
      if (block.kind === 'chart') read.charts.set(block.key, block);
      else if (block.kind === 'paragraph') read.texts.push(block.text);
      else if (block.kind === 'facts') for (const fact of block.facts) read.facts.set(fact.key, fact.value);
      else if (block.kind === 'table') {
        const rows: (readonly CellValue[])[] = [];
        for await (const batch of block.rows) rows.push(...batch);
        read.tables.set(block.key, { table: block, headers: block.columns.map(headerOf), rows });
      }
    }
  }
  return read;
}
