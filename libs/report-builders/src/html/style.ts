import { DARK, LIGHT } from '../charts';
import type { Palette } from '../charts';

const NAMES = Object.keys(LIGHT);
const properties = (palette: Palette): string =>
  NAMES.map((name) => `--${name}:${palette[name] ?? ''}`).join(';');
const paints = NAMES.map((name) => `.f-${name}{fill:var(--${name})}.s-${name}{stroke:var(--${name})}`).join(
  '\n',
);
const heats = Array.from({ length: 9 }, (_, step) => {
  const ink = step < 5 ? 'ink' : 'surface';
  return `tbody tr>.n.heat-${step}{background:var(--heat-${step});color:var(--${ink})}`;
}).join('\n');

const PAGE = `
*{box-sizing:border-box}
html{font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans","DejaVu Sans",sans-serif;color:var(--ink);background:var(--page);-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0 auto;max-width:1064px;padding:0 32px 64px;display:grid;grid-template-columns:minmax(0,1fr);grid-template-areas:"header" "nav" "main" "footer"}
header{grid-area:header;padding:56px 0 28px}
main{grid-area:main;min-width:0}
footer{grid-area:footer;margin-top:56px;padding-top:16px;border-top:1px solid var(--grid);font-size:.8125rem;color:var(--quiet)}
h1,h2,h3,p,th,td,dd,dt,caption,figcaption,li{unicode-bidi:plaintext;overflow-wrap:break-word}
h1{margin:0;font-size:2.25rem;line-height:1.15;font-weight:680;letter-spacing:-.02em;text-wrap:balance}
.subtitle{margin:10px 0 0;font-size:1.125rem;color:var(--quiet);max-width:68ch}
h2{margin:0 0 16px;font-size:1.5rem;line-height:1.25;font-weight:650;letter-spacing:-.012em}
h3{margin:36px 0 12px;font-size:1.125rem;line-height:1.35;font-weight:640}
section{padding:40px 0 0;scroll-margin-top:0}
section+section{margin-top:40px;border-top:1px solid var(--grid)}
section>h2~h2{margin-top:40px}
p{margin:0 0 14px;max-width:72ch;white-space:pre-line;text-wrap:pretty}
.lead{font-size:1.125rem;line-height:1.5;margin-bottom:22px}
.note{font-size:.875rem;color:var(--quiet)}
.about{display:flex;flex-wrap:wrap;gap:14px 36px;margin:26px 0 0;padding:18px 0 0;border-top:1px solid var(--grid)}
.about div{min-width:0}
.about dt{font-size:.8125rem;color:var(--quiet);line-height:1.4}
.about dd{margin:0;font-weight:560}
nav{grid-area:nav;font-size:.875rem}
nav h2{margin:0 0 8px;font-size:.8125rem;font-weight:600;letter-spacing:0;color:var(--quiet)}
nav ol{display:flex;flex-wrap:wrap;gap:2px 20px;margin:0;padding:0;list-style:none}
nav a{display:inline-block;max-width:100%;overflow-wrap:anywhere;padding:4px 0;color:var(--quiet);text-decoration:none;line-height:1.4}
nav a:hover{color:var(--link);text-decoration:underline}
a{color:var(--link)}
.skip{position:absolute;left:-9999px}
.skip:focus{left:16px;top:16px;padding:8px 12px;background:var(--surface)}
body:not(:has(nav)) .skip{display:none}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:3px}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media screen and (min-width:1080px){
body:has(nav){max-width:1240px;grid-template-columns:190px minmax(0,1fr);column-gap:56px;grid-template-areas:"header header" "nav main" "nav footer"}
nav{position:sticky;top:0;align-self:start;max-height:100vh;overflow-y:auto;padding:44px 8px 24px 4px;margin-left:-4px}
nav ol{display:block}
nav li+li{margin-top:2px}
}
`;

const FACTS = `
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,208px),1fr));gap:12px;margin:0 0 28px}
.fact{padding:16px 18px 15px;background:var(--surface);border:1px solid var(--grid);border-radius:10px;min-width:0}
.facts dt{font-size:.875rem;color:var(--quiet);line-height:1.35}
.facts dd{margin:0}
.figure{padding-top:6px;font-size:1.75rem;line-height:1.2;font-weight:640;letter-spacing:-.018em;font-variant-numeric:tabular-nums}
.figure.small{font-size:1.375rem;line-height:1.53}
.figure.words{font-size:1.25rem;line-height:1.35;padding-top:8px;letter-spacing:-.01em}
.unit{font-size:.9375rem;font-weight:500;letter-spacing:0;color:var(--quiet)}
.change{margin-top:6px;font-size:.875rem;line-height:1.4;font-weight:560}
.change.good{color:var(--good)}
.change.bad{color:var(--bad)}
.reference,.fact .note{font-size:.8125rem;line-height:1.4;color:var(--quiet)}
`;

const TABLES = `
.table{margin:8px 0 28px;background:var(--surface);border:1px solid var(--grid);border-radius:10px;overflow:auto;max-height:min(86vh,1000px)}
table{width:100%;border-collapse:separate;border-spacing:0;font-size:.875rem;line-height:1.45}
caption{padding:14px 16px 10px;text-align:start;font-size:1rem;font-weight:620;position:sticky;left:0}
th,td{padding:8px 16px;text-align:start;vertical-align:top;border-bottom:1px solid var(--grid)}
td,tbody th{white-space:pre-line;max-width:38em}
td[dir],th[dir]{text-align:left}
.long{min-width:16em;overflow-wrap:anywhere}
thead{background:var(--head)}
tbody tr:last-child>*{border-bottom:0}
thead th{position:sticky;top:0;z-index:1;background:var(--head);color:var(--quiet);font-size:.8125rem;font-weight:600;line-height:1.35;vertical-align:bottom;border-bottom:1px solid var(--axis);border-top:1px solid var(--grid)}
tbody th{font-weight:500}
tbody tr:nth-child(even)>*{background:var(--zebra)}
tbody tr:hover>*{background:var(--hover)}
.n{text-align:end;font-variant-numeric:tabular-nums lining-nums;white-space:nowrap}
.d{font-variant-numeric:tabular-nums lining-nums;white-space:nowrap}
thead .n,thead .d{white-space:normal}
thead button{all:unset;cursor:pointer;position:relative}
thead button:hover,thead [aria-sort] button{color:var(--ink)}
thead button:focus-visible{outline:2px solid var(--link);outline-offset:3px;border-radius:2px}
thead button::after{content:"";position:absolute;margin-inline-start:.3em;bottom:0}
thead [aria-sort=ascending] button::after{content:"\\2191"}
thead [aria-sort=descending] button::after{content:"\\2193"}
td.empty{padding:28px 16px;text-align:center;color:var(--quiet)}
.more{margin:-16px 0 28px;font-size:.875rem;color:var(--quiet)}
.bar{display:inline-block;width:72px;height:8px;margin-inline-end:10px;vertical-align:.02em;background:var(--track);border-radius:2px}
`;

const CHARTS = `
figure{margin:8px 0 28px;padding:16px 18px 14px;background:var(--surface);border:1px solid var(--grid);border-radius:10px}
figcaption{margin:0 0 12px;font-size:1rem;line-height:1.4;font-weight:620}
.chart{display:block;width:100%;height:auto;overflow:hidden;font-family:inherit;font-variant-numeric:tabular-nums}
.chart text{unicode-bidi:plaintext}
.narrow{display:none}
.f-none{fill:none}
.chart path{stroke-linejoin:round;stroke-linecap:butt}
@media screen and (max-width:599px){
.wide{display:none}
.narrow{display:block}
}
`;

const PHONE = `
@media screen and (max-width:599px){
body{padding:0 16px 40px}
header{padding:32px 0 20px}
h1{font-size:1.75rem}
h2{font-size:1.3125rem}
section{padding-top:28px}
section+section{margin-top:28px}
.about{display:block}
.about div+div{margin-top:10px}
.facts{grid-template-columns:repeat(auto-fill,minmax(min(100%,152px),1fr));gap:8px}
.fact{padding:12px 14px}
.figure{font-size:1.375rem}
.figure.small{font-size:1.0625rem}
.figure.words{font-size:1.0625rem}
figure{padding:12px 12px 10px}
th,td{padding:8px 12px}
caption{padding:12px 12px 8px}
}
`;

// A button's box is not drawn in the header that a browser repeats on the next page; its contents are.
const PRINT = `
.break{height:0}
@page{size:A4;margin:16mm 15mm 18mm}
@media print{
html{font-size:10pt;background:none}
body{display:block;max-width:none;padding:0}
header{padding:0 0 6mm}
h1{font-size:22pt}
nav,.skip{display:none}
section{padding-top:6mm}
section+section{margin-top:8mm}
h2,h3,figcaption,caption{break-after:avoid}
figure,.fact,tr{break-inside:avoid}
.table{overflow:visible;max-height:none;border-radius:0}
table{font-size:8pt}
th,td{padding:1.2mm 2mm}
thead{display:table-header-group}
thead th,caption{position:static}
.long{min-width:0}
thead button{display:contents}
thead button::after{content:none!important}
.break{break-before:page}
html,.f-surface{-webkit-print-color-adjust:exact;print-color-adjust:exact}
td,.bar,figure,.chart{-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
`;

/** The whole look of the page; constant, so that its digest can stand in the policy. */
export const STYLE = `:root{color-scheme:light dark;${properties(LIGHT)};--page:#f7f9fb;--head:#f7f9fb;--zebra:#fafbfd;--hover:#eef3f9;--track:#e9edf2;--link:#1f5fa6;--good:#0b6e5a;--bad:#b04a00}
@media screen and (prefers-color-scheme:dark){:root{${properties(DARK)};--page:#0e1319;--head:#1a212b;--zebra:#181f28;--hover:#1f2a36;--track:#2a333e;--link:#7db5f0;--good:#4cc7a8;--bad:#f2995a}}
${PAGE}${FACTS}${TABLES}${CHARTS}${PHONE}${PRINT}${paints}
${heats}
`;
