/** The look of a report: calm, dense, in the colours of the reader's system; on paper always light. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --ink: #1c2326; --soft: #56626a; --line: #aab4ba; --grid: #e4e9eb; --panel: #f4f6f7;
  --accent: #0b6b73; --accent-soft: #5a9aa0; --accent-ground: #e3f0f1; --other: #6d777e; --warn: #a03412;
  --band-0: #f3f5f6; --band-1: #e6eeef; --band-2: #d7e7e8; --band-3: #c6dfe1;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #14191c; --ink: #e2e8ea; --soft: #a2aeb4; --line: #56636a; --grid: #293136; --panel: #1b2226;
    --accent: #5cc2ca; --accent-soft: #2f7a81; --accent-ground: #17343a; --other: #98a4aa; --warn: #f0936f;
    --band-0: #181e21; --band-1: #1b272a; --band-2: #1d3235; --band-3: #1f3d41;
  }
}
* { box-sizing: border-box; }
html { font: 14px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 1160px; padding: 0 32px 48px; background: var(--page); color: var(--ink);
  font-variant-numeric: tabular-nums lining-nums; overflow-wrap: break-word; }
h1, h2, h3 { line-height: 1.2; font-weight: 600; text-wrap: balance; }
h1 { font-size: 28px; margin: 2px 0 4px; letter-spacing: -0.01em; }
h2 { font-size: 19px; margin: 0 0 10px; }
h3 { font-size: 14px; margin: 18px 0 6px; }
p { margin: 0 0 10px; max-width: 92ch; }
a { color: var(--accent); text-underline-offset: 2px; }
b { font-weight: 600; }
code, .code { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 12px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.told { unicode-bidi: isolate; overflow-wrap: anywhere; }
.note, figcaption, .suggested, .label-code { color: var(--soft); font-size: 12.5px; }
.note + .note { margin-top: -6px; }

header { padding: 28px 0 4px; }
.brand { display: flex; align-items: center; gap: 8px; margin: 0; color: var(--accent); font-weight: 600; letter-spacing: 0.01em; }
.mark { width: 13px; height: 13px; border-radius: 50%; border: 3.5px solid var(--accent); background: var(--page); }
.made { color: var(--soft); margin-bottom: 14px; }
.figures { display: flex; flex-wrap: wrap; gap: 0; margin: 0 0 14px; border-block: 1px solid var(--line); }
.figures div { padding: 8px 28px 8px 0; }
.figures dt { color: var(--soft); font-size: 12.5px; }
.figures dd { margin: 0; font-size: 19px; font-weight: 600; }
.verdict { font-size: 16px; border-left: 4px solid var(--accent); padding: 2px 0 2px 12px; }
nav ol { display: flex; flex-wrap: wrap; gap: 2px 18px; margin: 0; padding: 0; list-style: none; }
nav a { display: inline-block; padding: 3px 0; }

section { padding-top: 18px; margin-top: 26px; border-top: 1px solid var(--line); }
.columns { display: grid; gap: 8px 28px; align-items: start; margin: 8px 0; }
.columns > * { min-width: 0; }
.two { grid-template-columns: repeat(2, minmax(0, 1fr)); }
.three { grid-template-columns: repeat(3, minmax(0, 1fr)); }
.years-group { grid-column: 1 / -1; }
.training, .evaluation { grid-template-columns: minmax(0, 1.25fr) minmax(0, 1fr); }
.tests h3:first-child, .group h3 { margin-top: 4px; }
.group thead th:first-child { color: var(--ink); font-size: 14px; font-weight: 600; }

.facts { display: grid; grid-template-columns: 1fr; gap: 2px 20px; margin: 0 0 8px; }
.facts.wide { grid-template-columns: repeat(auto-fill, minmax(116px, 1fr)); gap: 8px 18px; margin: 6px 0 14px; }
.facts dt { color: var(--soft); font-size: 12.5px; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.facts.wide dd { font-weight: 600; }
.stats { margin: 0 0 4px; font-size: 12.5px; }
.stats span { white-space: nowrap; }
.stats .meter { margin-right: 10px; }
.stats .bar { width: 44px; }

table { border-collapse: collapse; width: 100%; margin: 4px 0 12px; }
caption { text-align: left; color: var(--soft); font-size: 12.5px; padding-bottom: 4px; }
th, td { text-align: left; vertical-align: baseline; padding: 4px 14px 4px 0; font-weight: 400; border-bottom: 1px solid var(--grid); }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--soft); font-size: 12.5px; border-bottom-color: var(--line); vertical-align: bottom; }
.tight th, .tight td { padding-block: 2.5px; }
.number { text-align: right; white-space: nowrap; }
thead .number { white-space: normal; }
.narrow { width: auto; min-width: 380px; }
.narrow th, .narrow td { padding-right: 26px; }
.marked > * { background: var(--accent-ground); font-weight: 600; }
.share { width: 1%; white-space: nowrap; }
.name { overflow-wrap: anywhere; min-width: 130px; }
.values { overflow-wrap: anywhere; }
td.code { white-space: nowrap; color: var(--soft); }
.chosen { color: var(--accent); }
.sub { padding-left: 14px; color: var(--soft); }
.meter { display: inline-flex; align-items: center; gap: 8px; }
.bar { display: inline-block; width: 84px; height: 8px; background: var(--grid); border-radius: 1px; overflow: hidden; }
.bar > span { display: block; height: 100%; background: var(--accent-soft); }
.meter .value { min-width: 46px; text-align: right; }
em { color: var(--soft); font-style: normal; }

.years { display: flex; align-items: flex-end; gap: 2px; list-style: none; margin: 6px 0; padding: 0; max-width: calc(var(--years) * 62px); }
.years li { flex: 1 1 0; min-width: 0; }
.years .column { display: flex; flex-direction: column; align-items: center; justify-content: flex-end; font-size: 12px; }
.years b { font-weight: 400; color: var(--soft); line-height: 1.2; min-height: 1.2em; }
.years i { display: block; width: 100%; background: var(--accent-soft); border-radius: 1px 1px 0 0; min-height: 1px; }
.years .column > span { border-top: 1px solid var(--line); width: 100%; text-align: center; color: var(--soft); }

details { margin: 6px 0; }
summary { cursor: pointer; padding: 3px 0; }
summary:focus-visible, a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.disclosed { padding: 4px 0 8px 16px; }
.reasons { border-top: 1px solid var(--grid); margin-bottom: 10px; }
.reasons details { margin: 0; border-bottom: 1px solid var(--grid); }
.reason { display: inline-block; min-width: 138px; font-weight: 600; }
.reasons .number { display: inline-block; min-width: 48px; }
.why { color: var(--soft); padding-left: 12px; }
.names { font-size: 12.5px; max-width: none; overflow-wrap: anywhere; margin: 0; }
.names .told { display: inline-block; margin-right: 12px; max-width: 100%; }

.cards { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 0 28px; list-style: none; margin: 8px 0; padding: 0; }
.card { display: grid; grid-template-columns: 128px minmax(0, 1fr); gap: 14px; padding: 14px 0; border-top: 1px solid var(--grid); align-items: start; }
.card h3 { margin: 0 0 4px; }
.card .id { display: inline-block; min-width: 20px; color: var(--accent); }
.card .doubts { margin: 0 0 4px; color: var(--warn); font-size: 12.5px; }
.card .values { list-style: none; margin: 0; padding: 0; font-size: 12.5px; }
.card .values li { margin-top: 2px; }
.key { color: var(--soft); }
.shares { white-space: nowrap; }
.elsewhere { color: var(--soft); }
.suggested, .label-code { margin: -2px 0 4px; }
.picture { display: block; width: 128px; height: 128px; background: #000; }
.placeholder { display: flex; align-items: center; justify-content: center; padding: 10px; text-align: center; font-size: 12px; line-height: 1.35;
  background: var(--panel); color: var(--soft); border: 1px dashed var(--line); }
.pairs { display: grid; grid-template-columns: repeat(auto-fill, minmax(196px, 1fr)); gap: 10px 14px; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 2px; }
.pair .picture { width: 100%; height: auto; aspect-ratio: 1; }
.pair .placeholder { grid-column: 1 / -1; aspect-ratio: 2; }

figure { margin: 6px 0 12px; }
figcaption { margin-top: 4px; max-width: 92ch; }
.chart { display: block; width: 100%; height: auto; overflow: visible; }
.chart text { font-family: inherit; }
.full .chart { max-width: none; }
.grid path { stroke: var(--grid); fill: none; }
.grid path.zero { stroke: var(--line); }
.silhouettes path { stroke: none; }
.silhouettes .tone-0 { fill: var(--accent); }
.silhouettes .tone-1 { fill: var(--accent-soft); }
.silhouettes text { dominant-baseline: central; font-size: 10px; fill: var(--soft); }
.silhouettes .name { fill: var(--ink); }
.axis text { fill: var(--soft); font-size: 11px; }
.axis.plain text { font-size: 12px; }
circle.accent { fill: var(--accent); }
circle.other { fill: var(--other); }
circle.open { fill: var(--page); stroke-width: 1.5; }
circle.open.accent { stroke: var(--accent); }
circle.open.other { stroke: var(--other); }
circle.some { fill-opacity: 0.45; }
.chart .rule { stroke: var(--line); fill: none; }
.chart .line { stroke-width: 2; stroke-linejoin: round; fill: none; }
.chart .thin { stroke-width: 1.5; }
.lead { font-family: ui-monospace, Consolas, monospace; white-space: pre; color: var(--soft); }
.line.accent { stroke: var(--accent); }
.line.other { stroke: var(--other); }
.line.between { stroke: var(--line); }
.chart .same { stroke: var(--other); stroke-width: 1; stroke-dasharray: 4 3; }
.band.no-structure { fill: var(--band-0); }
.band.weak { fill: var(--band-1); }
.band.reasonable { fill: var(--band-2); }
.band.strong { fill: var(--band-3); }
.chart .aside { fill: var(--soft); font-size: 11px; }
.chart .label { fill: var(--ink); font-size: 12px; }
.chart .chosen { fill: var(--ink); font-size: 11px; font-weight: 600; }
.mean { stroke: var(--ink); stroke-width: 1; stroke-dasharray: 4 3; fill: none; }
.span { width: 164px; }
.span .key { white-space: nowrap; margin-right: 6px; }
.span svg { display: block; width: 150px; height: 12px; }
.span .scale { stroke: var(--grid); }
.span .between { stroke: var(--line); stroke-width: 2; }
.dot { display: inline-block; width: 9px; height: 9px; border-radius: 50%; }
.dot.accent { background: var(--accent); }
.dot.other { background: var(--other); }

.absent { color: var(--soft); margin-bottom: 4px; }
.warning { color: var(--warn); font-weight: 600; }
.command { background: var(--panel); border-left: 4px solid var(--accent-soft); padding: 8px 12px; margin: 0 0 12px; white-space: pre-wrap; overflow-wrap: anywhere; }
footer { margin-top: 32px; border-top: 1px solid var(--line); padding-top: 10px; color: var(--soft); font-size: 12.5px; }

@media screen and (max-width: 1080px) {
  .cards { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .three { grid-template-columns: repeat(2, minmax(0, 1fr)); }
}
@media screen and (max-width: 900px) {
  body { padding-inline: 20px; }
  .two, .training, .evaluation { grid-template-columns: minmax(0, 1fr); }
  .cards { gap: 0 20px; }
  .card { grid-template-columns: 96px minmax(0, 1fr); gap: 10px; }
  .card .picture { width: 96px; height: 96px; }
  .placeholder { padding: 4px; font-size: 11px; }
  .bar { width: 56px; }
}
@media screen and (max-width: 640px) {
  .cards, .three { grid-template-columns: minmax(0, 1fr); }
  main { overflow-x: auto; }
}
@page { size: A4; margin: 14mm 13mm; }
@media print {
  html { font-size: 9.5pt; }
  body { max-width: none; padding: 0; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  header { padding-top: 0; }
  nav { display: none; }
  details::details-content { content-visibility: visible; }
  summary { list-style: none; }
  .disclosed { padding-left: 0; }
  .disclosed .bar { display: none; }
  .disclosed .name { min-width: 80px; }
  .values { min-width: 84px; }
  a { color: inherit; text-decoration: none; }
  h2, h3, summary, .absent { break-after: avoid; }
  figure, .card, .facts, .verdict, .command, .group, tr { break-inside: avoid; }
  thead { display: table-header-group; }
  section { margin-top: 14px; padding-top: 12px; }
  .cards { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .card { grid-template-columns: 96px minmax(0, 1fr); gap: 10px; padding: 8px 0; }
  .card .picture { width: 96px; height: 96px; }
  .bar { width: 56px; }
  .three { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .years-group { grid-column: auto; }
  .training { grid-template-columns: minmax(0, 1fr); }
  .map { grid-template-columns: minmax(0, 4fr) minmax(0, 5fr); }
  .evaluation { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 8px 20px; }
  .pairs { grid-template-columns: repeat(4, minmax(0, 1fr)); }
  .narrow, .two table, .evaluation table { break-inside: avoid; }
  td, th { padding-right: 8px; }
  .disclosed td, .disclosed th { padding-right: 5px; }
}
`
