import { cleanText } from '@pressroom/document';
import type { Mark, Scene } from './scene';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const MARKUP = /[&<>"']/;
const EACH_MARKUP = new RegExp(MARKUP, 'g');

/** Text for HTML and XML content and quoted attributes: clean characters, markup made harmless. */
export function escapeText(text: string): string {
  const clean = cleanText(text);
  // Looking costs a third of replacing nothing, and most texts have nothing to replace.
  return MARKUP.test(clean) ? clean.replace(EACH_MARKUP, (glyph) => ENTITIES[glyph] ?? '') : clean;
}

const hundredth = (value: number): number => Math.round(value * 100) / 100 || 0;
const dash = (lengths: readonly number[] | undefined): string =>
  lengths === undefined ? '' : ` stroke-dasharray="${lengths.join(' ')}"`;
const stroke = (name: string | undefined, width = 1): string =>
  name === undefined ? '' : ` stroke-width="${width}"`;
const faint = (opacity: number | undefined): string => (opacity === undefined ? '' : ` opacity="${opacity}"`);

const paints = new Map<string, string>();
/** Pairs of colours remembered at most; charts have a few dozen. */
const MOST_PAINTS = 500;

/** `f-name` fills, `s-name` strokes: the page's style gives the names their light and dark values. */
function paint(fill: string | undefined, line?: string): string {
  const key = `${fill ?? ''} ${line ?? ''}`;
  let known = paints.get(key);
  if (known === undefined) {
    const names = [fill === undefined ? 'f-none' : `f-${fill}`, ...(line === undefined ? [] : [`s-${line}`])];
    known = ` class="${names.map((name) => name.replace(/[^a-z0-9-]/g, '')).join(' ')}"`;
    if (paints.size >= MOST_PAINTS) paints.clear();
    paints.set(key, known);
  }
  return known;
}

function ring({ x, y, inner, outer, from, to }: Extract<Mark, { kind: 'arc' }>): string {
  const at = (radius: number, angle: number): string =>
    `${hundredth(x + Math.sin(angle) * radius)} ${hundredth(y - Math.cos(angle) * radius)}`;
  const large = to - from > Math.PI ? 1 : 0;
  const [o, i] = [hundredth(outer), hundredth(inner)];
  const edge = `M${at(outer, from)}A${o} ${o} 0 ${large} 1 ${at(outer, to)}`;
  return inner > 0
    ? `${edge}L${at(inner, to)}A${i} ${i} 0 ${large} 0 ${at(inner, from)}Z`
    : `${edge}L${hundredth(x)} ${hundredth(y)}Z`;
}

function markToSvg(mark: Mark): string {
  switch (mark.kind) {
    case 'rect': {
      const radius = mark.radius === undefined ? '' : ` rx="${mark.radius}"`;
      return `<rect x="${mark.x}" y="${mark.y}" width="${mark.width}" height="${mark.height}"${radius}${faint(mark.opacity)}${paint(mark.fill)}/>`;
    }
    case 'line':
      return `<line x1="${mark.x1}" y1="${mark.y1}" x2="${mark.x2}" y2="${mark.y2}"${stroke(mark.stroke, mark.width)}${dash(mark.dash)}${paint(undefined, mark.stroke)}/>`;
    case 'path': {
      let steps = '';
      for (const [x, y] of mark.points) steps += `${steps === '' ? 'M' : 'L'}${x} ${y}`;
      return `<path d="${steps}${mark.closed ? 'Z' : ''}"${stroke(mark.stroke, mark.width)}${dash(mark.dash)}${faint(mark.opacity)}${paint(mark.fill, mark.stroke)}/>`;
    }
    case 'circle':
      return `<circle cx="${mark.x}" cy="${mark.y}" r="${mark.radius}"${paint(mark.fill, mark.stroke)}/>`;
    case 'arc':
      return `<path d="${ring(mark)}"${paint(mark.fill)}/>`;
    case 'text': {
      const turn = mark.rotate === undefined ? '' : ` transform="rotate(${mark.rotate} ${mark.x} ${mark.y})"`;
      const weight = mark.bold === true ? ' font-weight="600"' : '';
      const anchor = mark.anchor === 'start' ? '' : ` text-anchor="${mark.anchor}"`;
      return `<text x="${mark.x}" y="${mark.y}" font-size="${mark.size}"${anchor}${weight}${turn}${paint(mark.fill)}>${escapeText(mark.text)}</text>`;
    }
  }
}

/**
 * A scene as an accessible inline SVG: an image with a title and a text alternative. Colours are classes.
 * @param id unique in the page; letters, digits, `-`, `_` (others are dropped)
 * @param classes further class names of the svg element
 */
export function sceneToSvg(scene: Scene, id: string, classes = ''): string {
  const safe = id.replace(/[^\w-]/g, '');
  const { width, height } = scene;
  let marks = '';
  for (const mark of scene.marks) marks += markToSvg(mark);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" class="chart${classes === '' ? '' : ` ${classes}`}" viewBox="0 0 ${width} ${height}" ` +
    `role="img" aria-labelledby="${safe}-t ${safe}-d"><title id="${safe}-t">${escapeText(scene.title)}</title>` +
    `<desc id="${safe}-d">${escapeText(scene.description)}</desc>${marks}</svg>`
  );
}
