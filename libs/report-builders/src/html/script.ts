/**
 * Makes columns sortable. The page is complete without it. Reads `data-sort` of the header: `n` numbers as printed
 * (separators dropped), `d` durations, `t` text. Empty cells stay last; a second press turns the order round.
 */
export const SCRIPT = `'use strict';
(() => {
  const number = (text) => {
    const value = parseFloat(text.replace(/,/g, ''));
    return Number.isNaN(value) ? null : value;
  };
  const duration = (text) => {
    if (text === '') return null;
    const seconds = text.replace(/[,-]/g, '').split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
    return text.startsWith('-') ? -seconds : seconds;
  };
  const readers = { n: number, d: duration, t: (text) => (text === '' ? null : text) };
  const collator = new Intl.Collator(document.documentElement.lang || 'en', { numeric: true });
  const compare = (a, b) => (typeof a === 'string' ? collator.compare(a, b) : a - b);
  const sort = (table, header) => {
    const body = table.tBodies[0];
    const turned = header.getAttribute('aria-sort') === 'ascending';
    const read = readers[header.dataset.sort] || readers.t;
    const rows = Array.from(body.rows, (row) => ({ row, value: read(row.cells[header.cellIndex].textContent.trim()) }));
    const sign = turned ? -1 : 1;
    rows.sort((a, b) =>
      a.value === null || b.value === null
        ? (a.value === null) - (b.value === null)
        : sign * compare(a.value, b.value));
    for (const other of header.parentNode.cells) other.removeAttribute('aria-sort');
    header.setAttribute('aria-sort', turned ? 'descending' : 'ascending');
    body.append(...rows.map(({ row }) => row));
  };
  for (const header of document.querySelectorAll('th[data-sort]')) {
    const table = header.closest('table');
    if (table.tBodies[0].rows.length < 2) continue;
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...header.childNodes);
    header.append(button);
    button.addEventListener('click', () => sort(table, header));
  }
})();
`;
