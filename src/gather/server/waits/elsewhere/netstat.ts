import type { OpenSocket, SocketState } from './contract.ts';
import { placeIn } from './place.ts';

interface Row {
  readonly protocol: string;
  readonly local: string;
  readonly foreign: string;
  /** As netstat writes it, in the language of Windows. */
  readonly word: string;
  readonly pid: number;
}

/** The English and the German names, which are the ones that are known. */
const states: Readonly<Partial<Record<string, SocketState>>> = {
  SYN_SENT: 'connecting',
  SYN_GESENDET: 'connecting',
  SYN_RECEIVED: 'other',
  SYN_RECV: 'other',
  SYN_EMPFANGEN: 'other',
  ESTABLISHED: 'connected',
  HERGESTELLT: 'connected',
};

/**
 * Parses `netstat -ano` of Windows. The columns are the protocol, the local and the foreign address, the state and the pid.
 * The state has no word for UDP and two in some languages, so that the pid is the last column.
 *
 * Windows translates the states. A listener has the foreign address 0. A name that is not known and begins with SYN is one of
 * two states: a connection that this machine opens, or one that a listener of it is about to accept. The second one has the
 * port of a listener. A language that translates SYN too is not understood: then no connect is seen.
 */
export function parseNetstatSockets(text: string, pids: ReadonlySet<number>): readonly OpenSocket[] {
  const rows = text.split(/\r?\n/).flatMap((line) => rowIn(line) ?? []);
  const listening = new Set(rows.filter(isListener).map(({ local }) => portOf(local)));
  return rows
    .filter(({ pid }) => pids.has(pid))
    .map((row) => ({
      pid: row.pid,
      state: stateOf(row, listening),
      local: row.local,
      peer: /:[0*]$/.test(row.foreign) ? '' : row.foreign,
    }));
}

function rowIn(line: string): Row | null {
  const [protocol = '', here = '', there = '', ...rest] = line.trim().split(/\s+/);
  const [local, foreign, last] = [placeIn(here), placeIn(there), rest.at(-1) ?? ''];
  const isRow = (protocol === 'TCP' || protocol === 'UDP') && /^\d{1,10}$/.test(last);
  if (!isRow || local === null || foreign === null) return null;
  return { protocol, local, foreign, word: rest.slice(0, -1).join('_').toUpperCase(), pid: Number(last) };
}

const isListener = ({ protocol, foreign }: Row): boolean =>
  protocol === 'TCP' && (foreign === '0.0.0.0:0' || foreign === '[::]:0');

const portOf = (place: string): string => place.slice(place.lastIndexOf(':') + 1);

function stateOf(row: Row, listening: ReadonlySet<string>): SocketState {
  if (row.protocol === 'UDP') return 'udp';
  if (isListener(row)) return 'listening';
  const known = states[row.word];
  if (known !== undefined) return known;
  return row.word.startsWith('SYN') && !listening.has(portOf(row.local)) ? 'connecting' : 'other';
}
