import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const BIN = fileURLToPath(new URL('../../bin/whyslow.js', import.meta.url));
const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));

/** The command on a Node that claims to be of that version. The version of Node itself is not changed. */
function onNode(version: string): { readonly code: number | null; readonly stdout: string; readonly stderr: string } {
  const claim = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } })`;
  const args = ['--import', `data:text/javascript,${encodeURIComponent(claim)}`, BIN, '--version'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: tmpdir(), encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

test.each([
  ['16.20.2', 2],
  ['20.18.3', 2],
  ['20.19.0', 0],
  ['22.0.0', 0],
])('on Node %s the command ends with %i, and names the needed version where it is older', (version, code) => {
  const ended = onNode(version);
  expect(ended.code).toBe(code);
  const sentence = `whyslow: Node ${version} is too old; 20.19 or newer is needed.`;
  expect(ended.stderr.startsWith(sentence)).toBe(code === 2);
  expect(ended.stdout === '').toBe(code === 2);
});

test('the needed version is that of package.json', () =>
  expect(manifest).toMatchObject({ engines: { node: '>=20.19' } }));
