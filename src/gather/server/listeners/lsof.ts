import type { Listener } from '../../../model/evidence.ts';

/**
 * Parses `lsof -nP -iTCP:PORT -sTCP:LISTEN -Fpctn` of macOS: one field a line, named by its first letter. `p` begins a
 * process, `c` names its command, `t` the type of the socket (IPv4, IPv6), `n` the address.
 */
export function parseLsof(text: string): readonly Listener[] {
  const listeners: Listener[] = [];
  let [pid, command, family]: [number | null, string | null, 4 | 6] = [null, null, 4];
  for (const line of text.split('\n')) {
    const [field, value] = [line.slice(0, 1), line.slice(1)];
    if (field === 'p') [pid, command] = [Number(value), null];
    if (field === 'c') command = value;
    if (field === 't') family = value === 'IPv6' ? 6 : 4;
    if (field === 'n') listeners.push(...listenerAt(value, { pid, command, family }));
  }
  return listeners;
}

/** `127.0.0.1:8000`, `[::1]:8000`, or `*:8000`, which means the wildcard of its family. */
function listenerAt(name: string, owner: Pick<Listener, 'pid' | 'command' | 'family'>): readonly Listener[] {
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(name) ?? [];
  if (port === '') return [];
  const address = host === '*' ? (owner.family === 6 ? '::' : '0.0.0.0') : host.replace(/^\[|\]$/g, '');
  return [{ ...owner, address, port: Number(port) }];
}
