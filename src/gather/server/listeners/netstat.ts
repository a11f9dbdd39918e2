import type { Listener } from '../../../model/evidence.ts';

/**
 * Parses `netstat -ano -p TCP` and `-p TCPv6` of Windows. The word LISTENING is translated, so a listener is recognised
 * by its foreign address, which is 0 in every language. The command is added later.
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

/** The pid is the last column: the state before it has two words in some languages and none in others. */
function columnsOf(line: string): readonly [string, string, string, number | null] {
  const [protocol = '', local = '', foreign = '', ...rest] = line.trim().split(/\s+/);
  const last = rest.at(-1) ?? '';
  return [protocol, local, foreign, /^\d+$/.test(last) ? Number(last) : null];
}

/**
 * Parses `Get-CimInstance Win32_Process | Select ProcessId,CommandLine | ConvertTo-Json`: one object or a list of them.
 * A warning before the JSON is skipped. Without JSON the result is empty.
 */
export function parseProcessJson(text: string): ReadonlyMap<number, string> {
  const parsed = jsonIn(text);
  const rows: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  return new Map(rows.flatMap(commandRow));
}

/** Parses from the first line that can begin the JSON. */
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
