import { pageColours, variables } from '../plots/colours.ts';
import { shapeRules } from '../plots/svg.ts';

/** Text, spacing and the column of contents. */
const layout = [
  '*{box-sizing:border-box}',
  "body{margin:0 auto;max-width:58rem;padding:var(--pad);background:var(--ground);color:var(--ink);font:15px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif;position:relative}",
  'h1{font-size:clamp(1.3rem,4vw,1.8rem);line-height:1.25;margin:.15em 0 .6em;overflow-wrap:anywhere}',
  'h2{font-size:1.2rem;margin:2.6em 0 .7em;border-top:1px solid var(--rule);padding-top:1em}h3{font-size:1rem;margin:1em 0 .3em}h4{font-size:.9rem;margin:1.2em 0 .2em}',
  'main>section:first-child>h2{margin-top:1.4em}section{scroll-margin-top:1rem}',
  'p,li,dd,h3,td,th{overflow-wrap:anywhere}a{color:var(--main)}.kicker,.note,.badges,footer,small{color:var(--soft);font-size:.85rem}.kicker{margin:0}.note.doubt{color:var(--bad);font-weight:600}footer{margin-top:3em}',
  '.contents ul{list-style:none;margin:1.2em 0 0;padding:0;display:flex;flex-wrap:wrap;gap:.2em 1.2em;font-size:.85rem}.contents a{color:var(--soft);text-decoration:none;padding:.25em 0;display:inline-block}.contents a:hover{color:var(--main);text-decoration:underline}',
  '@media screen and (min-width:76rem){body:has(.contents){max-width:76rem;display:grid;grid-template-columns:11.5rem minmax(0,1fr);column-gap:3rem}body>*{grid-column:2}body>.contents{grid-column:1;grid-row:1/span 3;position:sticky;top:2rem;align-self:start}body>.contents ul{display:block;margin:1.6em 0 0}}',
];

/** Banner, findings and the cards of suites. */
const blocks = [
  '.verdict{margin:.8em 0;padding:.75em 1.1em;border:1px solid var(--rule);border-left:.4em solid var(--soft);border-radius:.4em}.verdict a{color:inherit;text-decoration-color:var(--rule);text-underline-offset:.2em}.verdict a:hover{text-decoration-color:currentcolor}',
  '.verdict .worst{font-size:1.15rem;font-weight:600;margin:0}.verdict ul{margin:.5em 0 0;padding-left:1.3em}.verdict .note{margin:.5em 0 0}',
  '.verdict.fail{border-left-color:var(--bad)}.verdict.fail .worst>span[aria-hidden]{color:var(--bad)}.verdict.warn{border-left-color:var(--bad)}.verdict.pass{border-left-color:var(--good)}.verdict.pass .worst>span[aria-hidden]{color:var(--good)}',
  '.finding{border:1px solid var(--rule);border-radius:.4em;padding:.2em 1.1em 1em;margin:1em 0}.badges{margin:.2em 0}.fact{margin:.15em 0;color:var(--soft)}.finding h3::first-letter{text-transform:uppercase}.finding ol{padding-left:1.3em}.finding ol p{margin:.3em 0}',
  '.cards{list-style:none;margin:1em 0 1.6em;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,15rem),1fr));gap:1rem}.card{border:1px solid var(--rule);border-radius:.4em;padding:.8em 1em}.card h3,.card p{margin:0}',
  '.card .big{font-size:1.6rem;line-height:1.3;margin-top:.35em;font-variant-numeric:tabular-nums}.card .judged{margin-top:.6em;line-height:1.4}.judged small{display:block}.spark{display:block;width:100%;height:2.5rem;margin:.3em 0}',
  "code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;font-size:.85em}p code,li code,td code,th code{overflow-wrap:anywhere}",
  'pre{background:color-mix(in srgb,var(--rule) 35%,var(--ground));border-radius:.4em;padding:.6em .9em;white-space:pre-wrap;overflow-wrap:anywhere;margin:.4em 0}',
  'dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.25em 1em;font-size:.9rem}dt{color:var(--soft)}dd{margin:0}summary{cursor:pointer;padding:.4em 0;color:var(--soft);font-size:.9rem}',
];

/** A wide table scrolls in its box, with a hint exactly where the box is narrower than the table. */
const tables = [
  'table{border-collapse:collapse;width:100%;font-size:.85rem;margin:1em 0}caption{text-align:left;color:var(--soft);padding-bottom:.4em}',
  'th,td{text-align:left;vertical-align:top;padding:.4em .9em .4em 0;border-bottom:1px solid var(--rule);font-weight:400}thead th{color:var(--soft);white-space:nowrap}',
  '.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.chip{white-space:nowrap;font-weight:600}.chip.fail,.chip.invalid{color:var(--bad)}.chip.pass{color:var(--good)}',
  '.groups th{white-space:nowrap}.groups td:last-child{min-width:6.5em}#suites th,#suites td,.scroll td code,.scroll th code{white-space:nowrap}.bar{display:block;margin-top:.3em}',
  '.box{container-type:inline-size;display:flex;flex-direction:column}.box .tools{order:-1}.scroll{overflow-x:auto}.scroll table{min-width:44rem}.scroll :is(th,td):not(.number){min-width:4.6rem}.hint{display:none;margin:1em 0 -.6em;color:var(--soft);font-size:.8rem}@container(max-width:43.99rem){.hint{display:block}}',
  '.scroll:focus-visible,pre:focus-visible,button:focus-visible,summary:focus-visible,select:focus-visible,input:focus-visible,a:focus-visible{outline:3px solid var(--main);outline-offset:2px}',
];

/** The table for auditors: cells of code wrap, and the rows of one requirement stand together. */
const auditors = [
  '#profile-table tr:not(.first)>*{border-top:0}#profile-table tbody tr>*{border-bottom:0}#profile-table tr.first>*{border-top:1px solid var(--rule)}',
  '#profile-table tbody th{width:21%}#profile-table td{width:18%}#profile-table td .request{white-space:normal;overflow-wrap:anywhere}',
];

/** Plots, and what the script adds. */
const controls = [
  'figure{margin:1.8em 0;position:relative;container-type:inline-size}figcaption{margin-bottom:.6em}figcaption strong{display:block}.plot{display:block;width:100%;height:auto}.plot text{font-family:inherit}',
  '.hatching{position:absolute;width:0;height:0}.plot.narrow{display:none}@container(max-width:33rem){.plot.narrow{display:block}.plot.wide{display:none}}',
  '.tools{display:flex;flex-wrap:wrap;gap:.5em;align-items:center;margin:.6em 0;font-size:.85rem}',
  'button,select,input{font:inherit;color:var(--ink);background:var(--ground);border:1px solid var(--soft);border-radius:.35em;padding:.25em .7em;min-height:2rem}button{cursor:pointer;font-size:.85rem}',
  '.theme{position:absolute;top:var(--pad);right:var(--pad)}.copy{float:right;margin:.25em .3em 0 .6em;border-color:var(--rule)}',
  '@media(max-width:34rem){.theme{position:static;margin-bottom:.8em}dl{grid-template-columns:minmax(0,1fr)}dt{margin-top:.4em}}',
  '.tip{position:fixed;z-index:2;pointer-events:none;background:var(--ink);color:var(--ground);font-size:.8rem;padding:.3em .6em;border-radius:.3em;max-width:20rem}',
  '.course{cursor:crosshair;touch-action:pan-y}.course.zoomed~.stalls{display:none}.chosen{fill:var(--main);opacity:.25}',
];

/** Folded evidence is open on paper. What repeats a table, and what only a screen can use, is left out. */
const print = [
  '@page{margin:12mm}',
  `@media print{:root,:root.dark,:root.light{color-scheme:light;${variables('light')}}html{font-size:12px}body{max-width:none;padding:0;font-size:12px;line-height:1.4}`,
  '.tools,.theme,.copy,.tip,.contents,.hint,.not-printed,summary{display:none!important}details::details-content{content-visibility:visible;block-size:auto}',
  '.plot,.bar,.chip,.spark{print-color-adjust:exact;-webkit-print-color-adjust:exact}.scroll{overflow:visible}.scroll table{min-width:0}pre{border:1px solid var(--rule)}a{color:inherit;text-decoration:none}',
  '#profile-table{min-width:0}#profile-table code{white-space:normal;overflow-wrap:anywhere}',
  'figure,.finding,.card,tr,pre,li{break-inside:avoid}h2,h3,h4,caption,figcaption,thead{break-after:avoid}thead{display:table-header-group}h2{margin-top:1.4em;padding-top:.7em}figure{margin:1em 0}.cards{grid-template-columns:repeat(3,1fr);gap:.7rem}.cards:has(>:nth-child(5)){grid-template-columns:repeat(4,1fr);gap:.5rem}.card{padding:.5em .7em}.plot.wide{display:block;max-width:150mm;max-height:240mm}.plot.narrow{display:none}table{font-size:8pt;margin:.6em 0}}',
];

/** The style sheet of the page. Colours are those of the plots. Light or dark follows the system, or the reader's choice. */
export const style = [
  `:root{color-scheme:light dark;${variables('light')};--pad:clamp(1rem,4vw,2.5rem)}`,
  `@media(prefers-color-scheme:dark){:root{${variables('dark')}}}`,
  `:root.light{color-scheme:light;${variables('light')}}:root.dark{color-scheme:dark;${variables('dark')}}`,
  ...layout,
  ...blocks,
  ...tables,
  ...auditors,
  ...controls,
  shapeRules,
  pageColours,
  ...print,
].join('\n');
