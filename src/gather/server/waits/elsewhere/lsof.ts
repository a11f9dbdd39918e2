import type { OpenSocket, SocketState } from './contract.ts';
import { placeIn } from './place.ts';

/** What lsof prints of one descriptor. */
interface Fields {
  protocol?: string;
  name?: string;
  /** Of a TCP socket. */
  state?: string;
}

/** lsof takes these names from netinet/tcp_fsm.h. All others are states of a connection that ends. */
const states: Readonly<Partial<Record<string, SocketState>>> = {
  LISTEN: 'listening',
  SYN_SENT: 'connecting',
  ESTABLISHED: 'connected',
};

/**
 * Parses `lsof -nP -a -i -p PIDS -F pPnT`: one field a line, named by its first letter. `p` begins a process and `f` a
 * descriptor, which lsof prints unasked. `P` is the protocol, `n` the addresses, `TST=` the state of a TCP socket.
 */
export function parseLsofSockets(text: string): readonly OpenSocket[] {
  const sockets: OpenSocket[] = [];
  let [pid, fields]: [number, Fields] = [0, {}];
  for (const line of text.split('\n')) {
    const [field, value] = [line.slice(0, 1), line.slice(1)];
    if (field === 'p' || field === 'f') {
      sockets.push(...socketOf(pid, fields));
      fields = {};
    }
    if (field === 'p') pid = /^\d{1,10}$/.test(value) ? Number(value) : 0;
    if (field === 'P') fields.protocol = value;
    if (field === 'n') fields.name = value;
    if (field === 'T' && value.startsWith('ST=')) fields.state = value.slice(3);
  }
  return [...sockets, ...socketOf(pid, fields)];
}

/** `127.0.0.1:50000->127.0.0.1:6379`, or without a peer `*:8000`. */
function socketOf(pid: number, { protocol, name, state }: Fields): readonly OpenSocket[] {
  const [here = '', there] = (name ?? '').split('->');
  const [local, peer] = [placeIn(here), there === undefined ? '' : placeIn(there)];
  const found = stateOf(protocol, state);
  return pid === 0 || local === null || peer === null || found === null ? [] : [{ pid, state: found, local, peer }];
}

function stateOf(protocol = '', state = ''): SocketState | null {
  if (protocol === 'UDP') return 'udp';
  return protocol === 'TCP' ? (states[state] ?? 'other') : null;
}
