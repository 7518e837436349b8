import type { Block, CellValue, ReportDocument, Section } from '@pressroom/document';

/**
 * The same document with its sections and rows kept, batch by batch as they came: it may be built and read any number of
 * times, while one that is composed streams once.
 */
export async function keepDocument(document: ReportDocument): Promise<ReportDocument> {
  const sections: Section[] = [];
  for await (const section of document.sections) {
    const blocks: Block[] = [];
    for (const block of section.blocks) {
      if (block.kind !== 'table') {
        blocks.push(block);
        continue;
      }
      const rows: CellValue[][][] = [];
      for await (const batch of block.rows) rows.push(batch.map((row) => [...row]));
      blocks.push({ ...block, rows });
    }
    sections.push({ ...section, blocks });
  }
  return { ...document, sections };
}
