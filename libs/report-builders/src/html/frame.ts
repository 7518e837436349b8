import { display } from '@pressroom/document';
import { escapeText } from '../charts';
import type { DocumentHead } from '../builder';
import { POLICY } from './policy';
import { SCRIPT } from './script';
import { STYLE } from './style';

/** A section as the contents list names it. */
export interface Entry {
  id: string;
  title: string;
}

const CONTENTS_FROM = 3;

function about(head: DocumentHead): string {
  const asOf =
    head.asOf === null
      ? []
      : [
          {
            label: 'Data as of',
            value: `${display(head.asOf, { kind: 'instant', timeZone: head.timeZone })} ${head.timeZone}`,
          },
        ];
  const lines = [...head.facts, ...asOf].map(
    ({ label, value }) =>
      `<div><dt><bdi>${escapeText(label)}</bdi></dt><dd><bdi>${escapeText(value)}</bdi></dd></div>`,
  );
  return lines.length === 0 ? '' : `<dl class="about">${lines.join('')}</dl>\n`;
}

function titleBlock(head: DocumentHead): string {
  const subtitle =
    head.subtitle === undefined ? '' : `<p class="subtitle">${escapeText(head.subtitle)}</p>\n`;
  return `<header>\n<h1>${escapeText(head.title)}</h1>\n${subtitle}${about(head)}</header>\n`;
}

/** Where programs read the first lines of the sections, the title stands behind them; the style shows it above. */
const opensWithSections = ({ opening }: DocumentHead): boolean => opening === 'sections';

/** From the doctype to the open main element. */
export function pageStart(head: DocumentHead): string {
  const opening = opensWithSections(head)
    ? ''
    : `<a class="skip" href="#contents">Go to the contents</a>\n${titleBlock(head)}`;
  return `<!DOCTYPE html>
<html lang="${escapeText(head.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeText(head.title)}</title>
<style>${STYLE}</style>
</head>
<body>
${opening}<main>
`;
}

/**
 * From the end of main to the end of the page. The contents stand here because sections come as a stream; the style
 * shows them before the sections.
 */
export function pageEnd(head: DocumentHead, sections: readonly Entry[]): string {
  const items = sections.map(
    ({ id, title }) => `<li><a href="#${id}"><bdi>${escapeText(title)}</bdi></a></li>`,
  );
  const contents =
    sections.length < CONTENTS_FROM
      ? ''
      : `<nav id="contents" aria-label="Contents"><h2>Contents</h2><ol>${items.join('')}</ol></nav>\n`;
  const { name, version } = head.template;
  const made = `<footer>${escapeText(name)}, version ${escapeText(version)}. Days and hours are those of ${escapeText(head.timeZone)}.</footer>\n`;
  const title = opensWithSections(head) ? titleBlock(head) : '';
  return `</main>\n${title}${contents}${made}<script>${SCRIPT}</script>\n</body>\n</html>\n`;
}
