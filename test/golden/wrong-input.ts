import { complaintText } from '../../src/cli/complaint.ts';
import { narrowed } from '../../src/cli/narrowed.ts';
import type { RenderOptions } from '../../src/render/contract.ts';
import { whyslow } from '../cli/warm.ts';
import { withFolder } from '../cli/whyslow.ts';

/** A mistake in each command. None of them sends anything. */
const MISTAKES: readonly (readonly string[])[] = [
  ['rnu'],
  ['8000', 'run'],
  ['8000', '--formt', 'json'],
  ['8000', '--format', 'pdf'],
  ['8000', '8001', '--against', 'last'],
  ['127.1:8000'],
  ['run', '--server', 'shop'],
  ['load', '8000', '--target', 'refresh p42 < 30ms'],
  ['load', '8000', '--requests', '0'],
  ['clients'],
  ['waits', 'ftp://localhost'],
  ['verify', '8000'],
  ['verify', '8000', '--user', 'me'],
  ['verify', '8000', '--user', 'me', '--only', 'rotaton'],
  ['compare', 'before.json', '8000'],
  ['compare', '8000', '8001'],
  ['watch', '8000', '--rate', '100/s'],
  ['export', 'k7', '8000'],
  ['export', 'k6'],
  ['init', '8000', '--config', '/no/such/folder/a.yaml', '--curl', 'curl'],
  ['report', 'nothing.json'],
  ['report', 'summary.json', '--from', 'k6'],
  ['reference', '--hash', 'md5'],
  ['reference', 'audit'],
  ['reference', 'audit', '--store', 'sqlite:nothing.db'],
  ['explain', 'delayed-ack-stal'],
  ['lab', 'worker-p'],
  ['demo', '--speed', '2'],
  ['doctor', 'me'],
  ['completion', 'tcsh'],
];

let said: Promise<readonly (readonly [command: string, text: string])[]> | null = null;

async function say(): Promise<readonly (readonly [command: string, text: string])[]> {
  const all: (readonly [string, string])[] = [];
  for (const words of MISTAKES) {
    const { stderr, stdout, code } = await withFolder((cwd) => whyslow(words, { cwd }));
    all.push([words.join(' '), `${stdout}${stderr.trimEnd()}\nexit ${code}`]);
  }
  return all;
}

/** Each mistake, and what a terminal shows of it. */
export async function wrongInput({ width }: RenderOptions): Promise<string> {
  said ??= say();
  return (await said).map(([command, text]) => `$ whyslow ${command}\n${onTerminal(text, width)}\n`).join('\n');
}

function onTerminal(text: string, width: number): string {
  const lines = text.split('\n');
  const drawn = lines.map((line) =>
    line.startsWith('whyslow: ')
      ? complaintText(line.slice('whyslow: '.length), width).trimEnd()
      : narrowed(line, width),
  );
  return drawn.join('\n');
}
