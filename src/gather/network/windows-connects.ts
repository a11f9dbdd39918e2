import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { WindowsConnects } from '../../model/evidence.ts';
import { got, gotNothing, type Outcome } from '../../model/outcome.ts';
import { systemProgram } from '../../system/programs.ts';
import { gatherer } from '../contract.ts';

const run = promisify(execFile);

/**
 * libuv makes Windows not repeat the SYN to a loopback port that refused it (src/win/tcp.c), so a connect by Node does
 * not show the delay of Python or .NET. .NET's TcpClient keeps the system's default.
 */
const SCRIPT = (address: string, port: number): string =>
  `$w=[Diagnostics.Stopwatch]::StartNew();$r='accepted';` +
  `try{$c=New-Object Net.Sockets.TcpClient([Net.Sockets.AddressFamily]::${address.includes(':') ? 'InterNetworkV6' : 'InterNetwork'});` +
  `$w.Restart();$c.Connect('${address}',${port});$c.Close()}catch{$r='failed'};` +
  `'{0} {1}' -f $r,$w.Elapsed.TotalMilliseconds.ToString([Globalization.CultureInfo]::InvariantCulture)`;

/** Longer than the 2 s of a refused connect and the second in which PowerShell starts. */
const TIMEOUT_MS = 8_000;

/** How long .NET's connect to each loopback address takes. */
export async function gatherWindowsConnects(port: number): Promise<Outcome<WindowsConnects>> {
  const connects = await Promise.all(['127.0.0.1', '::1'].map((address) => connectByPowerShell(address, port)));
  const timed = connects.filter((connect) => connect !== null);
  return timed.length === 0 ? gotNothing('no-powershell', 'PowerShell did not answer') : got({ connects: timed });
}

async function connectByPowerShell(address: string, port: number): Promise<WindowsConnects['connects'][number] | null> {
  const args = ['-NoProfile', '-NonInteractive', '-Command', SCRIPT(address, port)];
  const powershell = systemProgram('powershell');
  if (powershell === null) return null;
  const printed = await run(powershell, args, { timeout: TIMEOUT_MS, windowsHide: true }).catch(() => null);
  const connect = parseConnect(printed?.stdout ?? '');
  return connect === null ? null : { address, ...connect };
}

/** Parses "accepted 1.25" or "failed 2043.7". */
export function parseConnect(text: string): { readonly accepted: boolean; readonly connectMs: number } | null {
  const [, outcome, digits] = /^(accepted|failed) (\d+(?:\.\d+)?)\s*$/.exec(text.trim()) ?? [];
  return digits === undefined ? null : { accepted: outcome === 'accepted', connectMs: Number(digits) };
}

export const windowsConnects = gatherer({
  kind: 'windows-connects',
  title: 'timing connects of .NET',
  when: 'before',
  harm: 'none',
  depth: 'quick',
  budgetMs: 20_000,
  sends: ['one connect to `127.0.0.1` and one to `::1`, without a request'],
  platforms: ['win32'],
  needs: [],
  gather: (_have, { target }) => gatherWindowsConnects(target.port),
});
