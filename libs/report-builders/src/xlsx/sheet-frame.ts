import { pageBreaks } from './page-breaks';
import type { PlacedChart, PlacedTable, Scale } from './placed';
import type { Widths } from './widths';
import { escapeXml, XML_HEAD } from './xml';

export const SPREADSHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
export const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
/** Characters across that still read well on a standing A4 page. */
const PORTRAIT = 100;

/** What frames the cells of a sheet. */
export interface SheetFrame {
  readonly number: number;
  readonly widths: Widths;
  readonly tables: readonly PlacedTable[];
  readonly charts: readonly PlacedChart[];
  readonly scales: readonly Scale[];
  /** Rows after which a page ends. */
  readonly breaks: readonly number[];
  readonly heights: ReadonlyMap<number, number>;
  readonly leading: ReadonlySet<number>;
  /** Rows 1 to this stay in view. */
  readonly frozenRow: number | null;
}

/** Everything before the rows. The element order is the schema's (ECMA-376 18.3.1.99). */
export function sheetHead(sheet: SheetFrame): string {
  return [
    XML_HEAD,
    `<worksheet xmlns="${SPREADSHEET}" xmlns:r="${RELATIONS}">`,
    '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>',
    sheetView(sheet),
    '<sheetFormatPr defaultRowHeight="15"/>',
    columns(sheet),
    '<sheetData>',
  ].join('');
}

function sheetView({ number, frozenRow }: SheetFrame): string {
  const selected = number === 1 ? ' tabSelected="1"' : '';
  const open = `<sheetViews><sheetView showGridLines="0"${selected} workbookViewId="0"`;
  if (frozenRow === null) return `${open}/></sheetViews>`;
  const pane = `<pane ySplit="${frozenRow}" topLeftCell="A${frozenRow + 1}" activePane="bottomLeft" state="frozen"/>`;
  return `${open}>${pane}<selection pane="bottomLeft" activeCell="A${frozenRow + 1}" sqref="A${frozenRow + 1}"/></sheetView></sheetViews>`;
}

function columns({ widths }: SheetFrame): string {
  if (widths.columns === 0) return '';
  const each = Array.from({ length: widths.columns }, (_, at) => {
    const width = widths.of(at) + 0.7109375; // the cell's padding, as Excel itself stores it
    return `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`;
  });
  return `<cols>${each.join('')}</cols>`;
}

/** Everything after the rows. */
export function sheetTail(sheet: SheetFrame, merges: readonly string[], title: string): string {
  const { widths, tables, charts } = sheet;
  const lying = charts.length > 0 || widths.upTo(widths.columns) > PORTRAIT;
  const orientation = lying ? 'landscape' : 'portrait';
  const breaks = pageBreaks(sheet, orientation);
  return [
    '</sheetData>',
    merges.length === 0
      ? ''
      : `<mergeCells count="${merges.length}">${merges.map((area) => `<mergeCell ref="${area}"/>`).join('')}</mergeCells>`,
    conditionalFormats(sheet),
    '<pageMargins left="0.5" right="0.5" top="0.7" bottom="0.7" header="0.3" footer="0.3"/>',
    `<pageSetup paperSize="9" orientation="${orientation}" fitToHeight="0"/>`,
    `<headerFooter><oddFooter>&amp;L&amp;8${footerText(title)}&amp;C&amp;8&amp;A&amp;R&amp;8&amp;P / &amp;N</oddFooter></headerFooter>`,
    breaks.length === 0
      ? ''
      : `<rowBreaks count="${breaks.length}" manualBreakCount="${breaks.length}">${breaks
          .map((row) => `<brk id="${row}" max="16383" man="1"/>`)
          .join('')}</rowBreaks>`,
    charts.length === 0 ? '' : '<drawing r:id="rIdDrawing"/>',
    tables.length === 0
      ? ''
      : `<tableParts count="${tables.length}">${tables.map(({ id }) => `<tablePart r:id="rIdTable${id}"/>`).join('')}</tableParts>`,
    '</worksheet>',
  ].join('');
}

/** In a footer `&` is a command unless doubled, and digits after the size would join it. */
function footerText(title: string): string {
  const short = title.length > 100 ? `${title.slice(0, 99)}…` : title;
  return ` ${escapeXml(short.replaceAll('&', '&&'))}`;
}

function conditionalFormats({ scales }: SheetFrame): string {
  return scales
    .map(({ areas, style }, at) => {
      const rule =
        style === 'heat'
          ? '<cfRule type="colorScale" priority="N"><colorScale><cfvo type="min"/><cfvo type="max"/><color rgb="FFF1F5F9"/><color rgb="FF7FB0D8"/></colorScale></cfRule>'
          : '<cfRule type="dataBar" priority="N"><dataBar><cfvo type="num" val="0"/><cfvo type="max"/><color rgb="FFA2C6E4"/></dataBar></cfRule>';
      return `<conditionalFormatting sqref="${areas}">${rule.replace('"N"', `"${at + 1}"`)}</conditionalFormatting>`;
    })
    .join('');
}
