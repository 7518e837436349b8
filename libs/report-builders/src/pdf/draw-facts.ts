import { cutText, display } from '@pressroom/document';
import { BAD, GOOD, QUIET, STRONG_RULE, STYLES } from './style';
import { baselineOf } from './press';
import { changeOf } from '../change';
import type { Fact, Facts } from '@pressroom/document';
import type { Press } from './press';
import type { Element } from './structure';
import type { Colour, TextStyle } from './style';
import type { Line } from './typesetter';

const GAP = 14;
const LEAST_WIDTH = 108;
const MOST_IN_ROW = 4;
/** Characters of a text in a fact: it must fit a page with its neighbours. */
const LONGEST = 300;

interface SetFact {
  label: Line[];
  value: Line[];
  valueStyle: TextStyle;
  unit: Line | null;
  notes: { lines: Line[]; colour: Colour }[];
  height: number;
}

/** Figures side by side, each with its name above and what there is to say about it below. */
export function drawFacts(press: Press, parent: Element, block: Facts): void {
  if (block.facts.length === 0) return;
  const { flow } = press;
  const most = Math.max(1, Math.min(MOST_IN_ROW, Math.floor((flow.width + GAP) / (LEAST_WIDTH + GAP))));
  // Rows as even as can be: five facts are three and two, not four and one.
  const columns = Math.ceil(block.facts.length / Math.ceil(block.facts.length / most));
  const width = (flow.width - GAP * (Math.max(columns, 3) - 1)) / Math.max(columns, 3);
  const list = press.structure.open('L', parent);
  for (let from = 0; from < block.facts.length; from += columns) {
    const row = block.facts.slice(from, from + columns).map((fact) => setFact(press, fact, width));
    const height = Math.max(...row.map((fact) => fact.height));
    flow.need(Math.min(height, flow.body));
    for (const [index, fact] of row.entries())
      drawFact(press, list, fact, flow.left + index * (width + GAP), width);
    flow.y += height + 8;
  }
  press.structure.close(list);
}

/** A blank behind what is followed by more, invisible on the page: read aloud or copied, the two stay apart. */
const leading = (text: string, followed: boolean): string => (followed ? `${text} ` : text);

function notesOf(press: Press, fact: Fact, width: number): SetFact['notes'] {
  const note = fact.note === undefined ? [] : [{ text: cutText(fact.note, LONGEST), colour: QUIET }];
  const texts = [...changesOf(fact), ...note];
  return texts.map(({ text, colour }, at) => ({
    lines: press.wrap(leading(text, at < texts.length - 1), STYLES.factNote, width),
    colour,
  }));
}

function setFact(press: Press, fact: Fact, width: number): SetFact {
  const shown = cutText(display(fact.value, fact.format), LONGEST);
  const text = shown === '' ? 'no data' : shown;
  const notes = notesOf(press, fact, width);
  const unit =
    fact.unit === undefined || shown === ''
      ? null
      : press.typesetter.line(leading(cutText(fact.unit, 24), notes.length > 0), 'regular');
  const unitWidth = unit === null ? 0 : (unit.advance * STYLES.factLabel.size) / 1000 + 4;
  const advance = press.typesetter.advance(text, 'bold');
  const size = Math.max(
    9,
    Math.min(STYLES.factValue.size, ((width - unitWidth) * 1000) / Math.max(1, advance)),
  );
  const valueStyle = shown === '' ? STYLES.factNothing : { ...STYLES.factValue, size, leading: size * 1.34 };
  const label = press.wrap(cutText(fact.label, LONGEST), STYLES.factLabel, width);
  const followed = unit !== null || notes.length > 0;
  const value = press.wrap(leading(text, followed), valueStyle, Math.max(40, width - unitWidth));
  const noteLines = notes.reduce((sum, note) => sum + note.lines.length, 0);
  const height =
    6 +
    label.length * STYLES.factLabel.leading +
    value.length * valueStyle.leading +
    noteLines * STYLES.factNote.leading;
  return { label, value, valueStyle, unit, notes, height };
}

const ARROWS = { up: '▲ ', down: '▼ ', same: '= ', none: '' } as const;

/** How a figure stands against its reference; the arrow and the words carry it, the colour only repeats it. */
function changesOf(fact: Fact): { text: string; colour: Colour }[] {
  const change = changeOf(fact);
  if (change === null) return [];
  const reference = { text: cutText(change.reference, LONGEST), colour: QUIET };
  if (change.text === '') return [reference];
  const colour = change.good === null ? QUIET : change.good ? GOOD : BAD;
  const judged = change.good === null ? '' : change.good ? ', better' : ', worse';
  return [{ text: `${ARROWS[change.direction]}${change.text}${judged}`, colour }, reference];
}

function drawFact(press: Press, list: Element, fact: SetFact, x: number, width: number): void {
  const { canvas, flow, structure } = press;
  let y = flow.y + 6;
  const draw = (lines: readonly Line[], style: TextStyle): void => {
    for (const line of lines) {
      canvas.text(line, x, y + baselineOf(style), style);
      y += style.leading;
    }
  };
  const item = structure.open('LI', list);
  canvas.artifact(() => canvas.rule(x, flow.y, width, STRONG_RULE, 0.8));
  const label = structure.open('Lbl', item);
  canvas.tagged(label, () => draw(fact.label, STYLES.factLabel));
  const body = structure.open('LBody', item);
  structure.tell(label, fact.label);
  structure.tell(body, [...fact.value, ...fact.notes.flatMap((note) => note.lines)]);
  canvas.tagged(body, () => {
    draw(fact.value, fact.valueStyle);
    const last = fact.value.at(-1);
    if (fact.unit && last) {
      const blank = press.typesetter.advance(' ', 'bold');
      const left = x + ((last.advance - blank) * fact.valueStyle.size) / 1000 + 4;
      const baseline = y - fact.valueStyle.leading + baselineOf(fact.valueStyle);
      canvas.text(fact.unit, left, baseline, STYLES.factLabel);
    }
    for (const note of fact.notes) draw(note.lines, { ...STYLES.factNote, colour: note.colour });
  });
  for (const element of [label, body, item]) structure.close(element);
}
