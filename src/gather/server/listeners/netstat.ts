import type { Listener } from '../../../model/evidence.ts';

/**
 * Reads `netstat -ano -p TCP` and `-p TCPv6` of Windows. The word for LISTENING is translated, so a listener is known
 * by its foreign address, which is 0 on every system language. The command comes from elsewhere.
 */
export const parseNetstat = (text: string): readonly Listener[] => text.split(/\r?\n/).flatMap(listenerIn);

function listenerIn(line: string): readonly Listener[] {
  const [protocol, local, foreign, pid] = columnsOf(line);
  const [, host = '', port = ''] = /^(.*):(\d+)$/.exec(local) ?? [];
  if (protocol !== 'TCP' || port === '' || !/^(0\.0\.0\.0|\[::\]):0$/.test(foreign)) return [];
  // A zone index follows a link-local address: fe80::1%12.
  const address = host.replace(/^\[|\]$/g, '').replace(/%\d+$/, '');
  const family = address.includes(':') ? 6 : 4;
  return [{ address, family, port: Number(port), pid, command: null }];
}

/** The pid stands last: the state before it has two words in some languages, and none in others. */
function columnsOf(line: string): readonly [string, string, string, number | null] {
  const [protocol = '', local = '', foreign = '', ...rest] = line.trim().split(/\s+/);
  const last = rest.at(-1) ?? '';
  return [protocol, local, foreign, /^\d+$/.test(last) ? Number(last) : null];
}

/**
 * Reads `Get-CimInstance Win32_Process | Select ProcessId,CommandLine | ConvertTo-Json`: one object or a list of them.
 * Other output, like a warning before the JSON or an error instead of it, costs the command lines and no more.
 */
export function parseProcessJson(text: string): ReadonlyMap<number, string> {
  const parsed = jsonIn(text);
  const rows: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  return new Map(rows.flatMap(commandRow));
}

/** From the first line on that can begin the JSON. */
function jsonIn(text: string): unknown {
  const start = /^\s*[[{]/m.exec(text)?.index;
  if (start === undefined) return [];
  try {
    return JSON.parse(text.slice(start).trim());
  } catch {
    return [];
  }
}

function commandRow(row: unknown): readonly (readonly [number, string])[] {
  if (typeof row !== 'object' || row === null || !('ProcessId' in row) || !('CommandLine' in row)) return [];
  const { ProcessId: pid, CommandLine: command } = row;
  return typeof pid === 'number' && typeof command === 'string' ? [[pid, command]] : [];
}
