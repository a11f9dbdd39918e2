import type { ProcessRow } from './contract.ts';

const US_PER_S = 1_000_000;

/** A time of ps: `[[days-]hours:]minutes:seconds`, with hundredths on macOS. Minutes may exceed 59 there. */
const TIME =
  /^(?:(?:(?<days>\d{1,5})-)?(?<hours>\d{1,6}):)?(?<minutes>\d{1,8}):(?<seconds>\d{2})(?:[.,](?<parts>\d{1,6}))?$/;

/** µs; null where the text is no time of ps. macOS counts in 10 ms, Linux in whole seconds. */
export function cpuUsIn(text: string): number | null {
  const groups = TIME.exec(text)?.groups;
  if (groups === undefined) return null;
  const { days = '0', hours = '0', minutes = '0', seconds = '0', parts = '' } = groups;
  const wholeS = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  return wholeS * US_PER_S + Number(parts.padEnd(6, '0'));
}

/**
 * Each keyword has an option of its own: POSIX takes what follows an equals sign to the end of the argument as the header.
 * The program is last, since its path may contain spaces.
 */
export const PS_ARGUMENTS = ['-A', '-o', 'pid=', '-o', 'ppid=', '-o', 'time=', '-o', 'comm='] as const;

/** Parses the output of ps with these arguments. */
export const parsePs = (text: string): readonly ProcessRow[] =>
  text.split('\n').flatMap((line) => {
    const [, pid = '', parent = '', time = '', command = ''] =
      /^\s*(\d{1,10})\s+(\d{1,10})\s+(\S+)\s+(\S.*)$/.exec(line) ?? [];
    const cpuUs = cpuUsIn(time);
    if (cpuUs === null) return [];
    const program = command.trimEnd().replace(/^.*\/(?=[^/])/, '');
    return [{ pid: Number(pid), parent: Number(parent), program, cpuUs, systemUs: null, started: null }];
  });

/**
 * One query gives the times, the parents and the names of all processes, without privileges. It takes a second, most of
 * which is the start of PowerShell. wmic asked the same and is absent since Windows 11 24H2. `tasklist /v` counts in whole
 * seconds, has no parents, and asks each window for its title. PowerShell joins numbers in the same form in every language.
 */
export const WINDOWS_PROCESSES =
  '[Console]::OutputEncoding=[Text.Encoding]::UTF8; ' +
  'Get-CimInstance Win32_Process -Property ProcessId,ParentProcessId,KernelModeTime,UserModeTime,CreationDate,Name | ' +
  'ForEach-Object { ($_.ProcessId,$_.ParentProcessId,$_.KernelModeTime,$_.UserModeTime,' +
  "([long]$_.CreationDate.Ticks),$_.Name) -join ' ' }";

/** Win32_Process counts in units of 100 ns (learn.microsoft.com, Win32_Process). */
const TICKS_PER_US = 10;

/** Parses the output of this query. */
export const parseWindowsProcesses = (text: string): readonly ProcessRow[] =>
  text.split(/\r?\n/).flatMap((line) => {
    const found = /^\uFEFF?(\d{1,10}) (\d{1,10}) (\d{1,19}) (\d{1,19}) (\d{1,19}) (\S.*)$/.exec(line);
    if (found === null) return [];
    const [pid = 0, parent = 0, kernel = 0, user = 0, started = 0] = found.slice(1, 6).map(Number);
    const [systemUs, program] = [kernel / TICKS_PER_US, (found[6] ?? '').trimEnd()];
    return [{ pid, parent, program, cpuUs: systemUs + user / TICKS_PER_US, systemUs, started }];
  });
