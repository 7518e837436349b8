import { colourOf } from './scales';
import type { Mark, Scene } from '../charts';
import type { PdfFile } from './pdf-file';
import type { Press } from './press';

/** Draws the marks of a scene with its upper left corner at a point, as many times larger as `scale` says. */
export function drawScene(press: Press, scene: Scene, x: number, y: number, scale: number): void {
  press.canvas.group(x, y, scale, () => {
    for (const mark of scene.marks) drawMark(press, mark);
  });
}

function drawMark(press: Press, mark: Mark): void {
  if (mark.kind === 'text') drawText(press, mark);
  else press.canvas.vector((file) => drawShape(file, mark));
}

function drawText(press: Press, mark: Extract<Mark, { kind: 'text' }>): void {
  const line = press.typesetter.line(mark.text.replace(/\s/g, ' '), mark.bold === true ? 'bold' : 'regular');
  const width = (line.advance * mark.size) / 1000;
  const back = mark.anchor === 'start' ? 0 : mark.anchor === 'middle' ? width / 2 : width;
  const turn = mark.rotate ?? 0;
  const angle = (turn * Math.PI) / 180;
  const style = { size: mark.size, colour: colourOf(mark.fill) };
  press.canvas.text(line, mark.x - back * Math.cos(angle), mark.y - back * Math.sin(angle), style, turn);
}

function drawShape(file: PdfFile, mark: Exclude<Mark, { kind: 'text' }>): void {
  switch (mark.kind) {
    case 'rect':
      if (mark.opacity !== undefined) file.fillOpacity(mark.opacity);
      if (mark.radius === undefined) file.rect(mark.x, mark.y, mark.width, mark.height);
      else file.roundedRect(mark.x, mark.y, mark.width, mark.height, mark.radius);
      file.fill(colourOf(mark.fill));
      return;
    case 'line':
      dash(file, mark.dash);
      file
        .lineWidth(mark.width)
        .moveTo(mark.x1, mark.y1)
        .lineTo(mark.x2, mark.y2)
        .stroke(colourOf(mark.stroke));
      return;
    case 'path':
      drawPath(file, mark);
      return;
    case 'circle':
      file.circle(mark.x, mark.y, mark.radius);
      if (mark.stroke === undefined) file.fill(colourOf(mark.fill));
      else file.lineWidth(1).fillAndStroke(colourOf(mark.fill), colourOf(mark.stroke));
      return;
    case 'arc':
      file.path(ringSegment(mark)).fill(colourOf(mark.fill));
  }
}

function dash(file: PdfFile, lengths: readonly number[] | undefined): void {
  const [on, off] = lengths ?? [];
  if (on !== undefined) file.dash(on, { space: off ?? on });
}

function drawPath(file: PdfFile, mark: Extract<Mark, { kind: 'path' }>): void {
  const [first, ...others] = mark.points;
  if (first === undefined) return;
  if (mark.opacity !== undefined) file.opacity(mark.opacity);
  dash(file, mark.dash);
  file
    .lineWidth(mark.width ?? 1)
    .lineJoin('round')
    .moveTo(first[0], first[1]);
  for (const [x, y] of others) file.lineTo(x, y);
  if (mark.closed) file.closePath();
  const [fill, stroke] = [mark.fill, mark.stroke];
  if (fill !== undefined && stroke !== undefined) file.fillAndStroke(colourOf(fill), colourOf(stroke));
  else if (fill !== undefined) file.fill(colourOf(fill));
  else file.stroke(colourOf(stroke ?? 'ink'));
}

/** SVG path of a ring segment; its arcs are drawn in halves, since one arc can't go all the way round. */
function ringSegment(mark: Extract<Mark, { kind: 'arc' }>): string {
  const point = (radius: number, angle: number): string =>
    `${mark.x + radius * Math.sin(angle)} ${mark.y - radius * Math.cos(angle)}`;
  const middle = (mark.from + mark.to) / 2;
  const { inner, outer } = mark;
  const there = `M ${point(outer, mark.from)} A ${outer} ${outer} 0 0 1 ${point(outer, middle)} A ${outer} ${outer} 0 0 1 ${point(outer, mark.to)}`;
  if (inner === 0) return `${there} L ${mark.x} ${mark.y} Z`;
  return `${there} L ${point(inner, mark.to)} A ${inner} ${inner} 0 0 0 ${point(inner, middle)} A ${inner} ${inner} 0 0 0 ${point(inner, mark.from)} Z`;
}
