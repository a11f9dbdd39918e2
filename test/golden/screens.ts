import { readFileSync } from 'node:fs';
import type { Check, Finding } from '../../src/model/finding.ts';
import type { Run } from '../../src/model/run.ts';
import { runDocument } from '../../src/model/schema/run.ts';
import { clientsRun, comparedRun, doubtfulRun, waitsRun } from '../render/runs.ts';
import { frozenRun } from './frozen-run.ts';

const saved = (name: string): Run =>
  runDocument.parse(JSON.parse(readFileSync(new URL(`runs/${name}.run.json`, import.meta.url), 'utf8')));

const as = (command: Run['command'], run: Run, over: Partial<Run> = {}): Run => ({
  ...run,
  command,
  reproduce: `whyslow ${command} 8000`,
  ...over,
});

const healthy = saved('healthy');
const dead = saved('dead-port');
const verified = saved('verify');

/** The measured run without what was wrong with it. */
const met: Run = {
  ...frozenRun,
  findings: healthy.findings,
  addresses: healthy.addresses,
  checks: verified.checks,
  verdicts: frozenRun.verdicts.map((judged) => ({
    ...judged,
    verdict: 'pass',
    actualMs: 3.7,
    because: 'mean 3.7 ms, 95 % interval 3.6–3.8 ms',
  })),
  verdict: 'pass',
  exit: { code: 0, reason: 'pass' },
};

/** One check that failed, and one that could not be decided. */
const broken = (checks: readonly Check[]): readonly Check[] =>
  checks.map((check) => {
    if (check.id === 'logout-leaves-refresh-alive')
      return { ...check, outcome: 'inconclusive', summary: 'the logout was answered with 500' };
    const failed = frozenRun.checks.find(({ id, outcome }) => id === check.id && outcome === 'fail');
    return failed === undefined ? check : { ...check, ...failed };
  });

const withoutFindings: readonly Finding[] = [];

/** Each command in its states, by the name of the file. */
export const screens: Readonly<Record<string, Run>> = {
  'diagnose-healthy': healthy,
  'diagnose-ipv4-only': saved('ipv4-only'),
  'diagnose-late-loopback': saved('late-loopback'),
  'diagnose-dead-port': dead,
  'diagnose-slow-application': saved('slow-application'),
  'diagnose-error-status': saved('error-status'),
  'run-healthy': met,
  'run-slow': frozenRun,
  'run-broken': doubtfulRun,
  'run-dead-port': as('run', dead),
  'load-healthy': as('load', met, { checks: [] }),
  'load-dead-port': as('load', dead),
  'verify-healthy': verified,
  'verify-broken': as('verify', verified, { checks: broken(verified.checks), verdict: 'warn' }),
  'verify-dead-port': as('verify', dead),
  'clients-healthy': as('clients', healthy, { findings: withoutFindings }),
  'clients-slow': as('clients', saved('late-loopback'), { findings: withoutFindings }),
  'clients-broken': clientsRun,
  'clients-dead-port': as('clients', dead, { findings: withoutFindings }),
  'waits-healthy': as('waits', healthy, { clients: [] }),
  'waits-slow': waitsRun,
  'waits-dead-port': as('waits', dead, { findings: withoutFindings }),
  'compare-regressed': comparedRun,
  'compare-dead-port': as('compare', dead, { findings: withoutFindings }),
};

/** @throws RangeError for a name without a screen. */
export function runOf(name: string): Run {
  const run = screens[name];
  if (run === undefined) throw new RangeError(`There is no screen ${name}.`);
  return run;
}
