import { cleanText, display } from '@pressroom/document';
import { BAD, GOOD, QUIET, STRONG_RULE, STYLES } from './style';
import { baselineOf } from './press';
import type { Fact, Facts } from '@pressroom/document';
import type { Press } from './press';
import type { Element } from './structure';
import type { Colour, TextStyle } from './style';
import type { Line } from './typesetter';

const GAP = 14;
const LEAST_WIDTH = 108;
const MOST_IN_ROW = 4;

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
  const columns = Math.min(
    MOST_IN_ROW,
    block.facts.length,
    Math.max(1, Math.floor((flow.width + GAP) / (LEAST_WIDTH + GAP))),
  );
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

function setFact(press: Press, fact: Fact, width: number): SetFact {
  const text = cleanText(display(fact.value, fact.format)) || '–';
  const unit = fact.unit === undefined ? null : press.typesetter.line(cleanText(fact.unit), 'regular');
  const unitWidth = unit === null ? 0 : (unit.advance * STYLES.factLabel.size) / 1000 + 4;
  const advance = press.typesetter.advance(text, 'bold');
  const size = Math.max(
    9,
    Math.min(STYLES.factValue.size, ((width - unitWidth) * 1000) / Math.max(1, advance)),
  );
  const valueStyle = { ...STYLES.factValue, size };
  const notes = [
    ...changeOf(fact).map(({ text: change, colour }) => ({
      lines: press.wrap(change, STYLES.factNote, width),
      colour,
    })),
    ...(fact.note === undefined
      ? []
      : [{ lines: press.wrap(cleanText(fact.note), STYLES.factNote, width), colour: QUIET }]),
  ];
  const label = press.wrap(cleanText(fact.label), STYLES.factLabel, width);
  const value = press.wrap(text, valueStyle, Math.max(40, width - unitWidth));
  const noteLines = notes.reduce((sum, note) => sum + note.lines.length, 0);
  const height =
    6 +
    label.length * STYLES.factLabel.leading +
    value.length * valueStyle.leading +
    noteLines * STYLES.factNote.leading;
  return { label, value, valueStyle, unit, notes, height };
}

/** The change against the reference; the share is computed here and rounded by its display. */
function changeOf(fact: Fact): { text: string; colour: Colour }[] {
  const { change, value } = fact;
  if (change === undefined) return [];
  const { reference, label, goodWhen } = change;
  if (reference === null) return [{ text: `no figure for ${cleanText(label)}`, colour: QUIET }];
  const against = `${cleanText(label)}: ${display(reference, fact.format)}`;
  if (typeof value !== 'number' || reference === 0) return [{ text: against, colour: QUIET }];
  const share = (value - reference) / Math.abs(reference);
  const sign = share > 0 ? '▲ +' : share < 0 ? '▼ ' : '';
  const good = share === 0 || goodWhen === undefined ? null : share > 0 === (goodWhen === 'up');
  const colour = good === null ? QUIET : good ? GOOD : BAD;
  return [{ text: `${sign}${display(share, { kind: 'percent', digits: 1 })} (${against})`, colour }];
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
  structure.close(label);
  const body = structure.open('LBody', item);
  canvas.tagged(body, () => {
    draw(fact.value, fact.valueStyle);
    const last = fact.value.at(-1);
    if (fact.unit && last) {
      const left = x + (last.advance * fact.valueStyle.size) / 1000 + 4;
      const baseline = y - fact.valueStyle.leading + baselineOf(fact.valueStyle);
      canvas.text(fact.unit, left, baseline, STYLES.factLabel);
    }
    for (const note of fact.notes) draw(note.lines, { ...STYLES.factNote, colour: note.colour });
  });
  structure.close(body);
  structure.close(item);
}
