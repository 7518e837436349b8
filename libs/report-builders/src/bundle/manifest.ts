import type { Section } from '@pressroom/document';
import type { DocumentHead, TableHead } from '../builder';
import { encodeSmall } from '../json/section-fields';

interface ToldSection {
  key: string;
  title: string;
  notes: string[];
  tables: { key: string; title: string; rows: number; columns: string[]; files: string[] }[];
}

/** What is in a bundle: every section in order, also one without a row or a table. */
export class Manifest {
  private head: Record<string, unknown> = {};
  private readonly sections: ToldSection[] = [];

  begin({ title, subtitle, template, timeZone, asOf, facts }: DocumentHead): void {
    this.head = { title, subtitle: subtitle ?? null, template, timeZone, asOf, about: facts };
  }

  section({ key, title }: Pick<Section, 'key' | 'title'>): void {
    this.sections.push({ key, title, notes: [], tables: [] });
  }

  note(text: string): void {
    this.sections.at(-1)?.notes.push(text);
  }

  table({ key, title, columns }: TableHead, name: string, rows: number): void {
    this.sections.at(-1)?.tables.push({
      key,
      title,
      rows,
      columns: columns.map((column) => column.key),
      files: [`${name}.csv`, `${name}.json`],
    });
  }

  text(): string {
    return `${JSON.stringify(JSON.parse(encodeSmall({ ...this.head, sections: this.sections })), null, 2)}\n`;
  }
}
