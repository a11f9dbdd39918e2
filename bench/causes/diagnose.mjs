// One command of whyslow as a user runs it, and what is in its run.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const whyslow = fileURLToPath(new URL('../../bin/whyslow.js', import.meta.url));

/** Not synchronous, since a server may be in this process. */
export async function diagnose(url, flags = [], command = 'diagnose') {
  const folder = mkdtempSync(join('/var/tmp', 'whyslow-causes-'));
  const args = [whyslow, command, url, ...flags, '--json', '--quiet', '--out', folder];
  const start = performance.now();
  const { stdout, stderr } = await new Promise((resolve) => {
    execFile(process.execPath, args, { maxBuffer: 67_108_864 }, (_error, out, problems) =>
      resolve({ stdout: out, stderr: problems }),
    );
  });
  const tookMs = Math.round(performance.now() - start);
  rmSync(folder, { recursive: true });
  return { tookMs, ...read(stdout, stderr) };
}

export function read(stdout, stderr) {
  try {
    const { findings, evidence } = JSON.parse(stdout);
    return {
      failed: textsOf(findings, 'fail'),
      notes: textsOf(findings, 'note'),
      slowest: slowestOf(evidence),
    };
  } catch {
    return { failed: { 'no result': stderr.trim().split('\n').at(-1) ?? '' }, notes: {}, slowest: {} };
  }
}

const textsOf = (findings, outcome) =>
  Object.fromEntries(findings.filter((each) => each.outcome === outcome).map(({ id, summary }) => [id, summary]));

/** The three kinds of evidence that took longest, in ms. */
const slowestOf = (evidence) =>
  Object.fromEntries(
    evidence
      .toSorted((a, b) => b.tookMs - a.tookMs)
      .slice(0, 3)
      .map(({ kind, tookMs }) => [kind, Math.round(tookMs)]),
  );
