import { areaName } from './cells';
import type { PlacedTable } from './placed';
import { SPREADSHEET } from './sheet-frame';
import { escapeXml, XML_HEAD } from './xml';

/** An Excel table with filter buttons; its look is that of the cells. */
export function tableXml({ id, name, headers, area }: PlacedTable): string {
  const columns = headers.map((header, at) => `<tableColumn id="${at + 1}" name="${attribute(header)}"/>`);
  const ref = areaName(area);
  return [
    XML_HEAD,
    `<table xmlns="${SPREADSHEET}" id="${id}" name="${name}" displayName="${name}" ref="${ref}" totalsRowShown="0">`,
    `<autoFilter ref="${ref}"/><tableColumns count="${columns.length}">${columns.join('')}</tableColumns>`,
    '<tableStyleInfo showFirstColumn="0" showLastColumn="0" showRowStripes="0" showColumnStripes="0"/></table>',
  ].join('');
}

/** Like cell text, names know `_xHHHH_` escapes. */
const attribute = (text: string): string => escapeXml(text.replace(/_(?=x[0-9a-f]{4}_)/gi, '_x005F_'));
