import type { Run } from '../../model/run.ts';
import { sanitized } from '../sanitize.ts';
import type { Markup } from '../markup.ts';
import { pageHatching } from '../plots/svg.ts';
import { againstTable } from './against.ts';
import { clientTables } from './clients.ts';
import { comparisonTable } from './comparison.ts';
import { figuresOf } from './figures.ts';
import { asides, generator, stepsTable, suitesTable } from './performance.ts';
import { profileTable } from './profile.ts';
import { script } from './script.ts';
import { style } from './style.ts';
import { suiteCards } from './suite-cards.ts';
import {
  addressesTable,
  checksSection,
  notCheckedSection,
  sentSection,
  reproduceSection,
  waitsTable,
} from './tables.ts';
import { list, type Section, section, tag } from './tags.ts';
import { causeSection, header } from './verdict.ts';

/** The content security policy allows only the style and the script with these hashes. */
export interface Hashes {
  readonly style: string;
  readonly script: string;
}

/** One file that sends no request and is complete without its script. */
export function pageOf(run: Run, hashes: Hashes): string {
  const safe = sanitized(run);
  const sections = [
    ...profileTable(safe),
    ...causeSection(safe),
    ...numbers(safe, figuresOf(run)),
    ...checksSection(safe),
    ...notCheckedSection(safe),
    ...sentSection(safe),
    reproduceSection(safe),
  ];
  const parts = [header(safe), ...contents(sections), tag('main', {}, ...sections), footer(safe)];
  const body = tag('body', {}, ...parts, pageHatching, { markup: `<script>${script}</script>` });
  return `<!doctype html>\n${tag('html', { lang: 'en' }, head(safe, hashes), body).markup}\n`;
}

/** A shorter page needs no table of contents. */
const FEWEST_LISTED = 4;

const contents = (sections: readonly Section[]): readonly Markup[] =>
  sections.length < FEWEST_LISTED
    ? []
    : [
        tag(
          'nav',
          { class: 'contents', 'aria-label': 'Contents' },
          ...list(sections.map(({ id, title }) => tag('a', { href: `#${id}` }, title))),
        ),
      ];

function numbers(run: Run, figure: (name: string) => readonly Markup[]): readonly Section[] {
  const isWhere = (parts: readonly Markup[], id: string, title: string): readonly Section[] =>
    parts.length === 0 ? [] : [section(id, title, ...parts)];
  const performance = [
    ...suiteCards(run),
    ...figure('latency'),
    ...suitesTable(run),
    ...generator(run),
    ...asides(run),
    ...['server-time', 'concurrency', 'timeline'].flatMap(figure),
    ...stepsTable(run),
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
    ...isWhere([...figure('clients'), ...clientTables(run)], 'clients', 'How long each client waits'),
  ];
}

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
