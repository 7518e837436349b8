import { display } from '@pressroom/document';
import type { Chart, Fact, Facts, Heading, Paragraph } from '@pressroom/document';
import { changeOf } from '../change';
import { chartSize, drawChart, escapeText, sceneToSvg } from '../charts';

/** Bare `<h2>` and `<h3>`: other programs read the headings of some reports. */
export function headingHtml({ level, text }: Heading): string {
  return level === 2 ? `<h2>${escapeText(text)}</h2>\n` : `<h3>${escapeText(text)}</h3>\n`;
}

/** A normal paragraph is a bare `<p>`; arrows stay as written, for programs that read the line. */
export function paragraphHtml({ text, tone = 'normal' }: Paragraph): string {
  const html = escapeText(text).replaceAll('-&gt;', '->');
  return `<p${tone === 'normal' ? '' : ` class="${tone}"`}>${html}</p>\n`;
}

/** Keeps a figure and its percent sign in one line. */
const unbroken = (text: string): string => escapeText(text).replaceAll(' %', '\u00a0%');

const ARROWS = { up: '▲', down: '▼', same: '=', none: '' } as const;

function changeHtml(fact: Fact): string {
  const change = changeOf(fact);
  if (change === null) return '';
  const reference = `<dd class="reference">${unbroken(change.reference)}</dd>`;
  if (change.text === '') return reference;
  const tone = change.good === null ? '' : change.good ? ' good' : ' bad';
  const word =
    change.good === null ? '' : `<span class="hidden">, ${change.good ? 'better' : 'worse'}</span>`;
  const arrow = `<span aria-hidden="true">${ARROWS[change.direction]} </span>`;
  return `<dd class="change${tone}">${arrow}${unbroken(change.text)}${word}</dd>${reference}`;
}

/** A figure that a tile can't hold would be broken within the number. */
const smallerWhenLong = (figure: string): string => (figure.length > 10 ? ' small' : '');

function factHtml(fact: Fact): string {
  const text = display(fact.value, fact.format);
  const words = typeof fact.value !== 'string' ? smallerWhenLong(text) : text.length > 12 ? ' words' : '';
  const figure = text === '' ? '<span class="unit">no data</span>' : `<bdi>${escapeText(text)}</bdi>`;
  const unit =
    fact.unit === undefined || text === '' ? '' : ` <span class="unit">${escapeText(fact.unit)}</span>`;
  const note = fact.note === undefined ? '' : `<dd class="note">${escapeText(fact.note)}</dd>`;
  return (
    `<div class="fact" data-key="${escapeText(fact.key)}"><dt>${escapeText(fact.label)}</dt>` +
    `<dd class="figure${words}">${figure}${unit}</dd>${changeHtml(fact)}${note}</div>`
  );
}

export function factsHtml({ facts }: Facts): string {
  return facts.length === 0 ? '' : `<dl class="facts">${facts.map(factHtml).join('\n')}</dl>\n`;
}

const WIDE = 760;
const NARROW = 336;

/** The chart twice, for a wide and a narrow screen: text in a picture that only shrinks can't be read on a phone. */
export function chartHtml(chart: Chart, id: string): string {
  const wide = sceneToSvg(drawChart(chart, chartSize(chart, WIDE)), id, 'wide');
  const narrow = sceneToSvg(drawChart(chart, chartSize(chart, NARROW)), `${id}-n`, 'narrow');
  return `<figure id="${id}"><figcaption>${escapeText(chart.title)}</figcaption>\n${wide}\n${narrow}\n</figure>\n`;
}
