import { InvalidArgumentError } from 'commander';
import { checkNames } from '../audit/choice.ts';
import { securityGroups } from '../model/security-group.ts';
import type { WrittenThreshold } from '../judge/threshold-grammar.ts';
import { parseTarget } from '../gather/target.ts';
import { ToolError } from '../model/error.ts';
import { maskedText, maskedUrl } from '../model/secrets.ts';
import { quotedFor } from '../model/shell.ts';
import { SUITE_ID, type SuiteId } from '../model/suite.ts';
import { readAnyThreshold } from '../pipelines/request/thresholds.ts';
import type { Format } from '../render/contract.ts';
import { formats } from '../render/index.ts';
import { authStacks } from '../stacks/auth/index.ts';
import { suiteIds } from '../suites/index.ts';
import { didYouMean } from './near-name.ts';

/** Wraps help in a terminal of 60 columns too; commander's default would let the terminal break words. */
export const NARROWEST_WRAPPED = 24;

/** How help describes the URL of a server. */
export const URL_OR_PORT = 'like http://localhost:8000, or 8000 for that port of localhost';

/** Parsers of option values; each error names the expected form. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('Expected a whole number from 1 up.');
  return value;
}

export function portNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535)
    throw new InvalidArgumentError('Expected a port from 0 to 65535.');
  return value;
}

const MS_PER_UNIT: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

export function durationMs(text: string): number {
  const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  const factor = MS_PER_UNIT[unit];
  if (factor === undefined || Number(digits) === 0)
    throw new InvalidArgumentError('Expected a duration like 500ms, 10s, 2m or 12h.');
  return Number(digits) * factor;
}

/** A longer search would not fit into the bound of the exchange, and into that of the command. */
const MOST_GRACE_MS = 60_000;

/** A duration from zero to one minute. */
export function graceMs(text: string): number {
  const ms = /^0(?:ms|s|m)?$/.test(text) ? 0 : durationMs(text);
  if (ms > MOST_GRACE_MS) throw new InvalidArgumentError('Expected a duration from 0s to 60s.');
  return ms;
}

/** Reads `100/s` or `100`. */
export function perSecond(text: string): number {
  const [, digits = ''] = /^(\d+(?:\.\d+)?)(?:\/s)?$/.exec(text) ?? [];
  if (!(Number(digits) > 0)) throw new InvalidArgumentError('Expected a rate like 100/s.');
  return Number(digits);
}

export const SUITE_NAMES = suiteIds.join(', ');

/** Each suite once, in the given order. Own suites are known later. */
export function suiteIdList(text: string): readonly SuiteId[] {
  const given = text.split(',').map((name) => name.trim());
  const odd = given.find((name) => !SUITE_ID.test(name));
  if (odd === undefined) return [...new Set(given)];
  throw new InvalidArgumentError(`Expected names of suites, like ${SUITE_NAMES}; got "${odd}".`);
}

/** Each suite of the catalogue once, in the given order. */
export function suiteList(text: string): readonly SuiteId[] {
  const given = text.split(',').map((name) => name.trim());
  const unknown = given.find((name) => !suiteIds.includes(name));
  if (unknown === undefined) return [...new Set(given)];
  throw new InvalidArgumentError(`Unknown suite "${unknown}". Suites: ${SUITE_NAMES}.`);
}

export const GROUP_NAMES = securityGroups.join(', ');

/** One id of a security check, or one group of them. @throws ToolError `unknown-check` (exit 2), with near names. */
export function checkName(text: string): string {
  if (checkNames.includes(text)) return text;
  throw new ToolError(
    'unknown-check',
    `No check and no group is called "${text}".${didYouMean(text, checkNames)} Groups: ${GROUP_NAMES}; whyslow explain lists the checks.`,
  );
}

/** Each check and group once, in the given order. */
export const checkList = (text: string): readonly string[] => [
  ...new Set(text.split(',').map((name) => checkName(name.trim()))),
];

/** The auth stacks of `--preset`. */
export const STACK_NAMES = authStacks.map(({ id }) => id).join(', ');

export const FORMAT_NAMES = formats.map(({ name }) => name).join(', ');

export const formatList = (text: string): readonly Format[] =>
  text.split(',').map((name) => {
    const known = formats.find((candidate) => candidate.name === name.trim());
    if (known === undefined) {
      throw new InvalidArgumentError(`Unknown format "${name}". Formats: ${FORMAT_NAMES}.`);
    }
    return known;
  });

export const targetList = (
  text: string,
  before: readonly WrittenThreshold[] | undefined,
): readonly WrittenThreshold[] => [...(before ?? []), readAnyThreshold(text)];

/** The name is used as a file name. */
export const baselineName = (text: string): string => {
  if (!/^\w[\w.-]{0,79}$/.test(text))
    throw new InvalidArgumentError('Expected a name of letters, digits, dots and dashes.');
  return text;
};

export const apiPath = (text: string): string => {
  if (!text.startsWith('/')) throw new InvalidArgumentError('Expected a path that starts with a slash, like /api/me/.');
  return text;
};

export const serverUrl = (text: string): string => {
  parseTarget(text);
  return text;
};

/**
 * The command line that repeats this run. No option takes a secret, but a URL or a path may hold one: their query values are
 * masked, and the user has to insert them again.
 */
export const commandLine = (argv: readonly string[]): string =>
  ['whyslow', ...argv.slice(2).map((word, index) => quoted(maskedArgument(word, argv[index + 1])))].join(' ');

/** A curl command may hold any secret, so that it is repeated as standard input. */
function maskedArgument(word: string, before: string | undefined): string {
  if (before === '--curl') return '-';
  if (word.startsWith('--curl=')) return '--curl=-';
  return /[?#]|:\/\//.test(word) ? maskedUrl(word) : maskedText(word);
}

/** Quoted for the shell of this system. */
export const quoted = (word: string): string => quotedFor(word, process.platform);
