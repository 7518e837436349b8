import { describeChart } from '@pressroom/document';
import type { PlacedChart } from './placed';
import { RELATIONS } from './sheet-frame';
import type { Widths } from './widths';
import { escapeXml, XML_HEAD } from './xml';

const EMU = 9_525;

/** The charts of one sheet (ECMA-376 part 1, chapter 20.5), each with its text alternative. */
export function drawingXml(charts: readonly PlacedChart[], widths: Widths): string {
  const anchors = charts.map((placed, at) => anchor(placed, at + 1, widths));
  return `${XML_HEAD}<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">${anchors.join('')}</xdr:wsDr>`;
}

function anchor(placed: PlacedChart, id: number, widths: Widths): string {
  const { column, offset } = shift(placed, widths);
  const alternative = escapeXml(describeChart(placed.chart));
  return [
    `<xdr:oneCellAnchor><xdr:from><xdr:col>${column}</xdr:col><xdr:colOff>${offset * EMU}</xdr:colOff><xdr:row>${placed.row}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>`,
    `<xdr:ext cx="${placed.width * EMU}" cy="${placed.height * EMU}"/>`,
    `<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="${id + 1}" name="Chart ${id}" descr="${alternative}"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr>`,
    '<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">',
    `<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:r="${RELATIONS}" r:id="rId${id}"/>`,
    '</a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:oneCellAnchor>',
  ].join('');
}

/** Walks pixels to the right over columns of the widths that the sheet has in the end. */
function shift(placed: PlacedChart, widths: Widths): { column: number; offset: number } {
  let { column } = placed;
  let offset = placed.right;
  for (;;) {
    const pixels = widths.pixelsOf(column);
    if (offset < pixels) return { column, offset };
    offset -= pixels;
    column += 1;
  }
}
