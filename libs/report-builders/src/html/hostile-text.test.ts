import type { Section } from '@pressroom/document';
import { elementsOf, readHtml, readHtmlTables } from '../../../../test/conformance/read-html';
import { bars, page, table } from '../../../../test/support/html-page';

const HOSTILE = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '"><svg onload=alert(1)>',
  "' onmouseover='alert(1)",
  '" autofocus onfocus="alert(1)',
  '</title></style></script><script>alert(1)</script>',
  '</td></tr></table><iframe src="javascript:alert(1)">',
  '<!--<script>-->',
  ']]><x>',
  'javascript:alert(1)',
  '&lt;script&gt; &amp; &#60;b&#62; &nosuch; &',
  '<a href="//evil.example">',
  '\u0000<\u0000script>',
  'lone \uD800 and \uDC00 surrogates',
  '\u202Egnp.exe',
  '{{constructor}} ${alert(1)} <%= x %>',
  'x'.repeat(200) + '<b>',
];

describe('hostile text', () => {
  const ELEMENTS = new Set(
    (
      'html head meta title style body a header h1 h2 h3 p dl div dt dd bdi main section table caption thead tbody tr th td ' +
      'figure figcaption svg desc rect line path circle text nav ol li footer script span'
    ).split(' '),
  );
  const ATTRIBUTES = new Set(
    (
      'lang charset http-equiv content name class href id role tabindex aria-labelledby aria-label aria-hidden data-key data-sort ' +
      'scope dir colspan viewbox preserveaspectratio xmlns x y x1 x2 y1 y2 cx cy r d width height rx opacity stroke-width ' +
      'stroke-dasharray font-size font-weight text-anchor transform'
    ).split(' '),
  );

  it.each(HOSTILE)('%j makes no element or attribute anywhere', async (text) => {
    const facts = {
      kind: 'facts' as const,
      key: text,
      facts: [
        {
          key: text,
          label: text,
          value: text,
          format: { kind: 'text' as const },
          unit: text,
          note: text,
          change: { reference: 1, label: text },
        },
      ],
    };
    const blocks: Section['blocks'] = [
      { kind: 'heading', level: 2, text },
      { kind: 'heading', level: 3, text },
      { kind: 'paragraph', text },
      { kind: 'paragraph', text, tone: 'note' },
      facts,
      table(
        [
          [text, text],
          [text, 1],
        ],
        {
          title: text,
          key: text,
          columns: [
            { key: 'food', title: text, unit: text, format: { kind: 'text' } },
            { key: 'energy', title: text, format: { kind: 'id' } },
          ],
        },
      ),
      table([], { emptyText: text }),
      bars(text),
      { ...bars(text), chart: 'pie' },
      {
        ...bars(text),
        chart: 'timeline',
        marks: [{ lane: text, from: 0, to: 900, shape: 'bar', label: text }],
      },
    ];
    const sections = ['a', 'b', 'c'].map(() => ({ key: text, title: text, blocks }));
    const head = {
      title: text,
      subtitle: text,
      language: text,
      facts: [{ label: text, value: text }],
      template: { name: text, version: text },
    };
    const { html } = await page(sections, head);
    const elements = [...elementsOf(readHtml(html))];
    expect(elements.filter(({ name }) => !ELEMENTS.has(name))).toEqual([]);
    const attributes = new Set(elements.flatMap((element) => [...element.attributes.keys()]));
    expect([...attributes].filter((name) => !ATTRIBUTES.has(name))).toEqual([]);
    expect(elements.filter(({ name }) => name === 'script')).toHaveLength(1);
    for (const element of elements) expect(element.attributes.get('href') ?? '#').toMatch(/^#/);
    const ids = elements.flatMap(({ attributes: all }) => all.get('id') ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    expect(html).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/);
    expect(readHtmlTables(html).size).toBeGreaterThan(0);
  });
});
