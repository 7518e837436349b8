import { cleanText, cutText, display } from '@pressroom/document';
import { ACCENT, QUIET, RULE, STYLES } from './style';
import { baselineOf } from './press';
import type { DocumentHead } from '../builder';
import type { Press } from './press';
import type { Element } from './structure';

/** Period, filters and as-of of a document, as printed under its title. */
export function factsOf(head: DocumentHead): { label: string; value: string }[] {
  const facts = head.facts.map(({ label, value }) => ({
    label: cutText(label, 120),
    value: cleanText(value),
  }));
  if (head.asOf === null) return facts;
  const asOf = display(head.asOf, { kind: 'instant', timeZone: head.timeZone });
  return [...facts, { label: 'Data as of', value: `${asOf} (${head.timeZone})` }];
}

/** Title, subtitle and the facts of the document, at the top of the page. In the structure they come first. */
export function drawTitleBlock(press: Press, head: DocumentHead): void {
  const { flow, canvas, root } = press;
  const before = root.kids.length;
  flow.y = 44;
  canvas.artifact(() => canvas.rect(flow.left, flow.y, 36, 2.4, ACCENT));
  flow.y += 10;
  press.block('H1', press.root, cleanText(head.title), STYLES.title);
  if (head.subtitle !== undefined) press.block('P', press.root, cleanText(head.subtitle), STYLES.subtitle);
  flow.y += 6;
  drawFactLines(press, factsOf(head));
  canvas.artifact(() => canvas.rule(flow.left, flow.y + 5, flow.width, RULE));
  flow.y += 18;
  root.kids.unshift(...root.kids.splice(before));
}

const FACT_STYLE = { ...STYLES.body, size: 8, leading: 12.5 };

function drawFactLines(press: Press, facts: readonly { label: string; value: string }[]): void {
  if (facts.length === 0) return;
  const widest = Math.max(...facts.map(({ label }) => press.typesetter.advance(label, 'regular')));
  const inset = Math.min(150, (widest * FACT_STYLE.size) / 1000 + 14);
  const list = press.structure.open('L', press.root);
  for (const fact of facts) drawFactLine(press, list, fact, inset);
  press.structure.close(list);
}

/** @param inset distance of the value from the left margin */
function drawFactLine(
  press: Press,
  list: Element,
  fact: { label: string; value: string },
  inset: number,
): void {
  const { flow, canvas, structure } = press;
  const labels = press.wrap(fact.label, FACT_STYLE, inset - 8);
  flow.need(labels.length * FACT_STYLE.leading);
  const bottom = flow.y + labels.length * FACT_STYLE.leading;
  const item = structure.open('LI', list);
  const label = structure.open('Lbl', item);
  structure.tell(label, labels);
  canvas.tagged(label, () => {
    for (const [index, line] of labels.entries()) {
      const baseline = flow.y + index * FACT_STYLE.leading + baselineOf(FACT_STYLE);
      canvas.text(line, flow.left, baseline, { ...FACT_STYLE, colour: QUIET });
    }
  });
  structure.close(label);
  const body = structure.open('LBody', item);
  const width = flow.width - inset;
  const page = flow.count;
  press.lines(body, press.wrap(fact.value, FACT_STYLE, width), FACT_STYLE, flow.left + inset, width);
  structure.close(body);
  structure.close(item);
  if (flow.count === page) flow.y = Math.max(flow.y, bottom);
}
