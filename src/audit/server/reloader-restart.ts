import type { AddressVisits } from '../../model/evidence.ts';
import type { Fact } from '../../model/finding.ts';
import type { ProcessState, ServerProcesses } from '../../model/server-process.ts';
import { atServer } from '../../stacks/remedy.ts';
import { adviceFor, factsFor, serverRemedies } from '../remedies.ts';
import { audit, inconclusive, notApplicable, pass } from '../contract.ts';
import { serverHeader, whoListens } from '../network/address-facts.ts';
import { ownRows } from './own-process.ts';

export const reloaderRestart = audit({
  id: 'reloader-restart',
  title: 'the server was restarted while it was examined',
  holds: 'the server was not restarted meanwhile',
  needs: ['addresses'],
  uses: ['process', 'listeners'],
  // Answers around a restart are slow, refused or cut off.
  explains: [
    'cold-start',
    'sporadic-stall',
    'slow-application',
    'accept-then-reset',
    'broken-body',
    'unreachable-target',
  ],
  check({ addresses, process, listeners }, subject) {
    const rows = ownRows(addresses, subject.target);
    if (rows.length === 0) return notApplicable('the server is not on this machine alone');
    const restart = process === undefined ? null : restartIn(process);
    const gaps = rows.filter(isRefusedBetween);
    if (restart === null && gaps.length === 0) {
      return pass('the same process listened all the time, or no refusal showed another one');
    }
    if (restart === null && isKnown(process)) {
      return inconclusive(
        `${gapText(gaps)}, and the same process listens: it may have closed its socket for a while; its log would decide`,
      );
    }
    return {
      outcome: 'fail',
      severity: 'medium',
      costMs: null,
      summary:
        restart === null ? `The server was restarted while it was examined: ${gapText(gaps)}.` : restartText(restart),
      facts: [
        ...gaps.map((row): Fact => ({ kind: 'text', text: `${gapText([row])}.` })),
        { kind: 'text', text: whoListens(listeners) ?? 'The listening process could not be read here.' },
      ],
      advice: adviceFor(
        'reloader-restart',
        serverRemedies(listeners, serverHeader(addresses)),
        factsFor(subject),
        general,
      ),
    };
  },
});

const isKnown = (process: ServerProcesses | undefined): boolean => process !== undefined && process.before.length > 0;

/** `to` is null where nothing listens any more. */
interface Restart {
  readonly from: ProcessState;
  readonly to: ProcessState | null;
}

const isSame = (a: ProcessState, b: ProcessState): boolean => a.pid === b.pid && a.startedS === b.startedS;

/** One that listened is gone, and one that listens began since. A worker that joins another is no restart. */
function restartIn({ before, after }: ServerProcesses): Restart | null {
  const from = before.find((each) => !after.some((other) => isSame(each, other)));
  const to = after.find((each) => !before.some((other) => isSame(each, other)));
  if (from === undefined || (to === undefined && after.length > 0)) return null;
  return to !== undefined && to.startedS <= from.startedS ? null : { from, to: to ?? null };
}

function restartText({ from, to }: Restart): string {
  const was = `${from.program} (pid ${from.pid})`;
  if (to === null) return `The server ended while it was examined: ${was} is gone, and nothing listens since.`;
  const is = `${to.program} (pid ${to.pid}), which had run for ${to.ageS.toFixed(1)} s`;
  return `The server was restarted while it was examined: first ${was} listened, then ${is}.`;
}

/** Whether an accepted connection came before a refused one, and another after it. */
function isRefusedBetween({ cold }: AddressVisits): boolean {
  const outcomes = cold.map(({ connect }) => connect);
  const [first, last] = [outcomes.indexOf('accepted'), outcomes.lastIndexOf('accepted')];
  return first !== -1 && outcomes.slice(first, last).includes('refused');
}

function gapText(rows: readonly AddressVisits[]): string {
  return rows
    .map(({ address, cold }) => {
      const refused = cold.filter(({ connect }) => connect === 'refused').length;
      return `${address} refused ${refused} of ${cold.length} connections, between accepted ones`;
    })
    .join('; ');
}

const general = atServer(
  { do: 'measure again without changing a file', command: null },
  {
    do: 'if it happens again: keep the folders that are written at run time (logs, uploads, databases, builds) out of what the reloader watches, or start the server without it',
    command: null,
  },
);
