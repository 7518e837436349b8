import { num } from './raw-object';
import { colourOf } from './scales';
import { circle, dashed, filled, polygon, roundBox, stroked } from './shapes';
import type { Mark, Scene } from '../charts';
import type { Canvas } from './canvas';
import type { Press } from './press';

/** Draws the marks of a scene with its upper left corner at a point, as many times larger as `scale` says. */
export function drawScene(press: Press, scene: Scene, x: number, y: number, scale: number): void {
  press.canvas.group(x, y, scale, () => {
    for (const mark of scene.marks) drawMark(press, mark);
  });
}

function drawMark(press: Press, mark: Mark): void {
  if (mark.kind === 'text') drawText(press, mark);
  else if (mark.kind === 'arc')
    press.canvas.vector((file) => file.path(ringSegment(mark)).fill(colourOf(mark.fill)));
  else press.canvas.vectors(shapeOf(press.canvas, mark));
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

function shapeOf(canvas: Canvas, mark: Exclude<Mark, { kind: 'text' | 'arc' }>): string {
  switch (mark.kind) {
    case 'rect': {
      const { x, y, width, height, radius = 0 } = mark;
      const state = mark.opacity === undefined ? '' : canvas.opaque(mark.opacity, false);
      return `${state}${filled(colourOf(mark.fill))} ${roundBox(x, y, width, height, radius)} f`;
    }
    case 'line': {
      const ends = `${num(mark.x1)} ${num(mark.y1)} m ${num(mark.x2)} ${num(mark.y2)} l S`;
      return `${dashed(mark.dash)}${num(mark.width)} w ${stroked(colourOf(mark.stroke))} ${ends}`;
    }
    case 'path':
      return pathOf(canvas, mark);
    case 'circle': {
      const shape = `1 0 0 1 ${num(mark.x)} ${num(mark.y)} cm ${circle(mark.radius)}`;
      const fill = filled(colourOf(mark.fill));
      return mark.stroke === undefined
        ? `${fill} ${shape} f`
        : `1 w ${fill} ${stroked(colourOf(mark.stroke))} ${shape} B`;
    }
  }
}

function pathOf(canvas: Canvas, mark: Extract<Mark, { kind: 'path' }>): string {
  const { fill, stroke, width = 1 } = mark;
  if (mark.points.length === 0) return '';
  const state = mark.opacity === undefined ? '' : canvas.opaque(mark.opacity, true);
  const look = `${state}${dashed(mark.dash)}${num(width)} w 1 j`;
  const path = polygon(mark.points, mark.closed);
  if (fill === undefined) return `${look} ${stroked(colourOf(stroke ?? 'ink'))} ${path} S`;
  const inside = `${look} ${filled(colourOf(fill))}`;
  return stroke === undefined ? `${inside} ${path} f` : `${inside} ${stroked(colourOf(stroke))} ${path} B`;
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
