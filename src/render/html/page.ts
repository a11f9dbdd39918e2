import type { Run } from '../../model/run.ts';
import { sanitized } from '../sanitize.ts';
import type { Markup } from '../markup.ts';
import { pictures } from '../plots/index.ts';
import { figureOf } from '../plots/svg.ts';
import { againstTable } from './against.ts';
import { comparisonTable } from './comparison.ts';
import { asides, generator, stepsTable, suitesTable, targetsTable } from './performance.ts';
import { profileTable } from './profile.ts';
import { script } from './script.ts';
import { style } from './style.ts';
import {
  addressesTable,
  checksSection,
  clientsTable,
  notCheckedSection,
  sentSection,
  reproduceSection,
  waitsTable,
} from './tables.ts';
import { scrolled, section, tag } from './tags.ts';
import { causeSection, header } from './verdict.ts';

/** The content security policy allows only the style and the script with these hashes. */
export interface Hashes {
  readonly style: string;
  readonly script: string;
}

/** One file that sends no request and is complete without its script. */
export function pageOf(run: Run, hashes: Hashes): string {
  const safe = sanitized(run);
  const drawn = new Map(pictures(run).map(({ name, picture }) => [name, { name, picture }]));
  const figure = (name: string): readonly Markup[] => {
    const found = drawn.get(name);
    if (found === undefined) return [];
    return [
      tag(
        'figure',
        { id: `figure-${name}` },
        scrolled(`Figure: ${found.picture.title}`, figureOf(name, found.picture)),
      ),
    ];
  };
  const main = tag(
    'main',
    {},
    ...profileTable(safe),
    ...causeSection(safe),
    ...numbers(safe, figure),
    ...checksSection(safe),
    ...notCheckedSection(safe),
    ...sentSection(safe),
    reproduceSection(safe),
  );
  const body = tag('body', {}, header(safe), main, footer(safe), { markup: `<script>${script}</script>` });
  return `<!doctype html>\n${tag('html', { lang: 'en' }, head(safe, hashes), body).markup}\n`;
}

function numbers(run: Run, figure: (name: string) => readonly Markup[]): readonly Markup[] {
  const isWhere = (parts: readonly Markup[], id: string, title: string): readonly Markup[] =>
    parts.length === 0 ? [] : [section(id, title, ...parts)];
  const clients =
    run.clients.length === 0
      ? []
      : [...figure('clients'), detailed(`All ${run.clients.length} clients`, clientsTable(run))];
  const performance = [
    ...targetsTable(run),
    ...suitesTable(run),
    ...stepsTable(run),
    ...generator(run),
    ...asides(run),
    ...['latency', 'server-time', 'concurrency', 'timeline'].flatMap(figure),
  ];
  return [
    ...isWhere(
      [...againstTable(run), ...figure('before-after'), ...comparisonTable(run)],
      'before-after',
      'What changed',
    ),
    ...isWhere(performance, 'performance', 'Performance'),
    ...isWhere([...figure('addresses'), ...addressesTable(run)], 'addresses', 'Addresses'),
    ...isWhere([...figure('waits'), ...waitsTable(run)], 'waits', 'What the server waits for'),
    ...isWhere(clients, 'clients', 'How long each client waits'),
  ];
}

const detailed = (summary: string, inside: Markup): Markup => tag('details', {}, tag('summary', {}, summary), inside);

function head(run: Run, hashes: Hashes): Markup {
  const policy = `default-src 'none'; style-src '${hashes.style}'; script-src '${hashes.script}'; base-uri 'none'; form-action 'none'`;
  return tag(
    'head',
    {},
    tag('meta', { charset: 'utf-8' }),
    tag('meta', { 'http-equiv': 'Content-Security-Policy', content: policy }),
    tag('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
    tag('meta', { name: 'color-scheme', content: 'light dark' }),
    tag('meta', { name: 'referrer', content: 'no-referrer' }),
    tag('title', {}, `whyslow ${run.command}: ${run.target.url}`),
    { markup: `<style>${style}</style>` },
  );
}

const footer = ({ tool, schema }: Run): Markup =>
  tag('footer', {}, tag('p', {}, `whyslow ${tool.version}, from a run of schema ${schema}.`));
