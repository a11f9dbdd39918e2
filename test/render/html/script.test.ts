import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { html } from '../../../src/render/html/index.ts';
import { script } from '../../../src/render/html/script.ts';
import { frozenRun } from '../../golden/frozen-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'whyslow-script-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const OXLINT = fileURLToPath(new URL('../../../node_modules/.bin/oxlint', import.meta.url));

/** The lint rules of the project, with the globals of a browser. */
const RULES = {
  env: { browser: true, es2024: true },
  categories: { correctness: 'error', suspicious: 'error' },
  rules: {
    'no-undef': 'error',
    'no-unused-vars': 'error',
    eqeqeq: 'error',
    'no-else-return': 'error',
    'unicorn/consistent-function-scoping': 'off',
  },
};

/** Complaints of oxlint about the page script, which is only a string for the project's linter. */
function complaints(text: string): string {
  const [config, path] = [join(folder, 'rules.json'), join(folder, 'script.js')];
  writeFileSync(config, JSON.stringify(RULES));
  writeFileSync(path, text);
  const { status, stdout } = spawnSync(OXLINT, ['--config', config, path], { encoding: 'utf8' });
  return status === 0 ? '' : stdout;
}

test('the script of the page passes lint, though it is a string here', () => expect(complaints(script)).toBe(''));

test('an unknown name would be found', () => expect(complaints('misspelt();')).toContain('misspelt'));

test('no text in the script can end it early', () => expect(script).not.toMatch(/<\/script|<!--/i));

test('the page of the frozen run is small enough for a mail', () => {
  const page = html.render(frozenRun, { width: 100, colour: false, unicode: true });
  expect(Buffer.byteLength(page)).toBeLessThan(400 * 1_024);
});
