import { ToolError } from '../../../model/error.ts';
import type { Exchange } from '../../contract.ts';
import type { Imported, ImportOptions } from '../contract.ts';
import { listAt, at } from '../document.ts';
import { isWrite, methodOf, WRITES } from '../exchange.ts';
import { isCredential } from '../headers.ts';
import { idOf, shownRequest, uniqueIds, withoutSecrets } from '../target.ts';
import { openTally, type Tally } from '../tally.ts';
import { openVault } from '../vault.ts';
import { type Entry, entryOf } from './entry.ts';
import { failure, otherKind } from './kinds.ts';
import { originOf } from './origin.ts';
import { exchangeOfEntry } from './step.ts';

export interface HarOptions extends ImportOptions {
  /** The origin whose requests are kept, like `http://localhost:3000`; null for the one with most requests. */
  readonly origin: string | null;
}

/**
 * The requests that the scripts of a page sent to one origin, as one flow with a step each. Cookies, authorization and
 * other secret headers are not kept.
 * @throws ToolError `bad-har` (2), also where requests were recorded with credentials and there is no account.
 */
export function importHar(text: string, options: HarOptions): Imported {
  const entries = entriesIn(text);
  const tally = openTally('Requests');
  const scripted = entries.filter((entry) => isLeftIn(entry, otherKind(entry), tally));
  const origin = originOf(scripted, options.origin);
  const dropped = new Set<string>();
  const steps = stepsOf(scripted, origin, options, { tally, dropped });
  if (steps.length === 0) {
    throw new ToolError('bad-har', `No request to ${origin} is left to measure. ${tally.notes().join(' ')}`);
  }
  const title = `${steps.length} request${steps.length > 1 ? 's' : ''} of a HAR file`;
  return {
    flows: [{ id: 'har', title, noun: 'a visit', needs: options.hasAccount ? 'session' : 'nothing', steps }],
    origin,
    secrets: {},
    notes: [...tally.notes(), ...droppedNotes([...dropped])],
  };
}

function droppedNotes(names: readonly string[]): readonly string[] {
  const replaced = names.filter((name) => isCredential({ name }));
  const others = names.filter((name) => !isCredential({ name }));
  return [
    ...(replaced.length === 0
      ? []
      : [`Recorded headers were left out, since the session of the account replaces them: ${replaced.join(', ')}.`]),
    ...(others.length === 0
      ? []
      : [`Recorded headers were left out, since they may hold a secret: ${others.join(', ')}.`]),
  ];
}

/** In the order in which they were sent. */
function entriesIn(text: string): readonly Entry[] {
  const list = listAt(at(parsed(text), 'log'), 'entries').map(entryOf);
  if (list.length === 0) {
    throw new ToolError(
      'bad-har',
      'The HAR file has no entries. Expected {"log":{"entries":[…]}}, as the network tab of a browser exports it.',
    );
  }
  return list.some(({ startedAtMs }) => Number.isNaN(startedAtMs))
    ? list
    : list.toSorted((a, b) => a.startedAtMs - b.startedAtMs);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    throw new ToolError('bad-har', 'The HAR file is not JSON. Export it again from the network tab of a browser.');
  }
}

/** Secrets of the path are masked. */
const shown = ({ method, split }: Entry): string =>
  shownRequest(methodOf(method) ?? '', withoutSecrets(split?.target ?? '/', openVault('HAR')));

function isLeftIn(entry: Entry, because: string | null, tally: Tally, isNamed = false): boolean {
  if (because !== null) tally.add(because, isNamed ? shown(entry) : undefined);
  return because === null;
}

/** What the flow does not have of the file. */
interface Losses {
  readonly tally: Tally;
  /** Names of headers with credentials. */
  readonly dropped: Set<string>;
}

function stepsOf(
  scripted: readonly Entry[],
  origin: string,
  { includeWrites, hasAccount }: HarOptions,
  { tally, dropped }: Losses,
): readonly Exchange[] {
  const unique = uniqueIds();
  return scripted
    .filter((entry) => isLeftIn(entry, entry.split?.origin === origin ? null : 'to other origins', tally))
    .filter((entry) => isLeftIn(entry, failure(entry), tally, true))
    .filter((entry) => isLeftIn(entry, includeWrites || !changesData(entry) ? null : WRITES, tally, true))
    .flatMap((entry) => {
      const made = exchangeOfEntry(entry);
      if (made.kind === 'left-out') {
        tally.add(made.because, shown(entry));
        return [];
      }
      if (made.credentials.length > 0 && !hasAccount) throw credentials(shown(entry), made.credentials);
      for (const name of made.credentials) dropped.add(name);
      return [{ id: unique(idOf(made.exchange.method, made.exchange.path)), ...made.exchange }];
    });
}

const changesData = ({ method }: Entry): boolean => {
  const known = methodOf(method);
  return known !== null && isWrite(known);
};

const credentials = (request: string, names: readonly string[]): ToolError =>
  new ToolError(
    'bad-har',
    `${request} was recorded with credentials (${names.join(', ')}), which are never read from a HAR file. Add --user NAME, so that whyslow signs in, or leave such requests out of the file.`,
  );
