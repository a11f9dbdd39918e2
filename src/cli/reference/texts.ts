import { quotedFor } from '../../model/shell.ts';
import { entryName, type StoreReport } from '../../reference/store/chain.ts';
import type { Purged } from '../../reference/store/store.ts';
import type { RenderOptions } from '../../render/contract.ts';
import { lastLineOn } from '../../render/terminal/last-line.ts';
import type { KeptPlace } from './values.ts';

export const startedText = (url: string, names: readonly string[]): string => {
  const [first = ''] = names;
  const accounts = names.length === 1 ? `account ${first}` : `accounts ${first} … ${names.at(-1)}`;
  return `reference server on ${url}, ${accounts}\n`;
};

/** @param password null in a pipe. */
export const generatedText = (password: string | null): string =>
  password === null
    ? 'password, generated for this start: not shown in a pipe. Set WHYSLOW_PASSWORD.\n'
    : `password, generated for this start: ${password}\n`;

export function chainSentence(report: StoreReport): string {
  if (report.state === 'broken')
    return `chain broken at entry ${entryName(report.log, report.atNumber)}: ${report.because}`;
  if (report.entries === 0) return 'chain intact: no entries';
  return `chain intact: ${report.entries} entries, head ${report.head.slice(0, 16)} (write it down to detect later changes of old entries)`;
}

/** The command for what is to be done with the entries. */
export function nextAfter({ state }: StoreReport, place: KeptPlace, look: RenderOptions): string {
  // The URL of a database may hold a password.
  const store = place.kind === 'sqlite' ? quotedFor(`sqlite:${place.file}`, process.platform) : 'URL';
  const command = `whyslow reference audit --store ${store} --json > audit.ndjson`;
  return lastLineOn(
    look,
    state === 'broken'
      ? { sentence: 'Copy the database before anything else writes to it.', lead: 'Then:', command }
      : { sentence: 'The log is whole.', lead: 'To keep its entries:', command },
  );
}

export function removedText({ tokens, sessions, attempts }: Purged): string {
  return `removed ${sessions} expired sessions with ${tokens} tokens, and ${attempts} ended counts of failed logins`;
}
