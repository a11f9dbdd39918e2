import type { Check, Finding, Severity, ShownExchange } from '../model/finding.ts';
import type { Run } from '../model/run.ts';
import { conclusionOf } from './conclusion.ts';
import type { Renderer } from './contract.ts';
import { exchangeLines, exchangesOf, exchangeText } from './exchanges.ts';
import { type Failed, failedChecks, failedFindings } from './failed.ts';
import { sanitized } from './sanitize.ts';

/** SARIF 2.1.0 for code scanning: a rule for each finding and check of the run, a result for each that failed. */
export const sarif: Renderer = {
  render: (run) => `${JSON.stringify(logOf(sanitized(run)), null, 2)}\n`,
};

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

const logOf = (run: Run): unknown => {
  const rules = [
    ...run.findings.map((rule) => ruleOf(rule, [])),
    ...run.checks.map((rule) => ruleOf(rule, ['security', ...(rule.group === undefined ? [] : [rule.group])])),
  ];
  const ids = rules.map(({ id }) => id);
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'whyslow', semanticVersion: run.tool.version, rules } },
        automationDetails: { id: `whyslow/${run.command}/` },
        invocations: [invocationOf(run)],
        properties: { conclusion: conclusionOf(run).head, measured: conclusionOf(run).measured },
        results: [...failedFindings(run), ...failedChecks(run)].map((failed) => resultOf(failed, run, ids)),
      },
    ],
  };
};

function ruleOf(rule: Finding | Check, tags: readonly string[]) {
  const standard = 'standard' in rule ? `Based on ${rule.standard}. ` : '';
  return {
    id: rule.id,
    name: pascalCase(rule.id),
    shortDescription: { text: rule.title },
    help: { text: `${standard}whyslow explain ${rule.id} explains its cause and its fix.` },
    properties: { tags: [...tags, 'whyslow'], ...(rule.outcome === 'fail' ? scoreOf(rule, tags) : {}) },
  };
}

/** Code scanning sorts security alerts by this number: from 7.0 high, from 4.0 medium, below low. */
const scores: Readonly<Record<Severity, string>> = { high: '8.0', medium: '5.5', low: '2.0' };

const scoreOf = ({ severity }: Failed, tags: readonly string[]): Readonly<Record<string, string>> =>
  tags.includes('security') ? { 'security-severity': scores[severity] } : {};

const levels: Readonly<Record<Severity, string>> = { high: 'error', medium: 'warning', low: 'note' };

function resultOf(failed: Failed, run: Run, ids: readonly string[]) {
  const advice = failed.advice.map((each) => `${each.do}${each.command === null ? '' : `: ${each.command}`}`);
  const fixes =
    advice.length === 0 ? '' : `\nFix, the smallest change first:\n${advice.map((line) => `- ${line}`).join('\n')}`;
  const seen = exchangesOf(failed)
    .slice(0, 1)
    .map((each) => `\nSeen: ${exchangeText(each)}\n${exchangeLines(each)}`)
    .join('');
  return {
    ruleId: failed.id,
    ruleIndex: ids.indexOf(failed.id),
    kind: 'fail',
    level: levels[failed.severity],
    message: { text: `${failed.summary}${fixes}${seen}` },
    locations: [locationOf(run)],
    // The same problem of the same server stays one alert, also when its cost changes.
    partialFingerprints: { 'whyslow/v1': `${failed.id}:${run.target.host}:${run.target.port}` },
    properties: { severity: failed.severity, costMs: failed.costMs, ...shownIn(failed) },
  };
}

const shownIn = (failed: Failed): { readonly exchanges?: readonly ShownExchange[] } =>
  exchangesOf(failed).length === 0 ? {} : { exchanges: exchangesOf(failed) };

/**
 * A running server has no line of code. Code scanning refuses a result without a file, and a file outside the checkout,
 * so the location is the file that declares the server. The logical location is the URL.
 */
const locationOf = ({ target }: Run) => ({
  physicalLocation: { artifactLocation: { uri: 'whyslow.config.json' }, region: { startLine: 1 } },
  logicalLocations: [{ name: target.host, fullyQualifiedName: target.url, kind: 'resource' }],
});

/** Exit codes of runs without reliable results. */
const UNFINISHED: ReadonlySet<number> = new Set([1, 13, 14, 15, 130, 143]);

const invocationOf = ({ exit, startedAt, finishedAt }: Run) => ({
  executionSuccessful: !UNFINISHED.has(exit.code),
  exitCode: exit.code,
  exitCodeDescription: exit.reason,
  startTimeUtc: startedAt,
  endTimeUtc: finishedAt,
});

const pascalCase = (id: string): string => id.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
