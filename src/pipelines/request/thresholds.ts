import { parseThreshold, type SuiteThreshold, type WrittenThreshold } from '../../judge/threshold-grammar.ts';
import { ToolError } from '../../model/error.ts';
import { SUITE_ID, type SuiteId } from '../../model/suite.ts';
import { suiteIds, suites } from '../../suites/index.ts';
import { type OwnSuite, ownThreshold } from '../../suites/own.ts';
import { plainId } from '../../suites/plain.ts';
import type { RunOptions } from './contract.ts';
import type { Measured } from './measured.ts';

/**
 * Parses one threshold; its suite may be left out.
 * @param own the ids of the user's own suites.
 * @throws ToolError `bad-target` (exit 2) that points at the unexpected word.
 */
export const readThreshold = (
  text: string,
  weight?: SuiteThreshold['weight'],
  own: readonly SuiteId[] = [],
): WrittenThreshold => parseThreshold(text, [...suiteIds, ...own, plainId], weight);

/**
 * Parses one threshold before the own suites are known: a first word that can be an id is taken as one, and
 * `thresholdsOf` checks it.
 * @throws ToolError `bad-target` (exit 2)
 */
export function readAnyThreshold(text: string): WrittenThreshold {
  const [first = ''] = text.trim().split(/\s+/);
  const rest = text.trim().slice(first.length);
  const mayBeId = SUITE_ID.test(first) && /^\s+[a-z]/.test(rest);
  return readThreshold(text, undefined, mayBeId ? [first] : []);
}

/**
 * The threshold with its suite: the one that is measured, where it names none.
 * @throws ToolError `bad-target` (exit 2) where several are measured.
 */
export function withSuite(threshold: WrittenThreshold, measured: readonly SuiteId[]): SuiteThreshold {
  if (threshold.suite !== null) return { ...threshold, suite: threshold.suite };
  const [suite, ...others] = measured;
  if (suite !== undefined && others.length === 0) return { ...threshold, suite, text: `${suite} ${threshold.text}` };
  throw new ToolError(
    'bad-target',
    `The threshold "${threshold.text}" names no suite, and ${measured.length} are measured: begin it with ${measured.join(', ')}.`,
  );
}

/** The thresholds of the suites of the catalogue where the caller names no threshold. */
export const defaultThresholds: readonly SuiteThreshold[] = suites.map(({ id, threshold }) =>
  withSuite(readThreshold(threshold.text, threshold.weight), [id]),
);

/**
 * What the suites are judged by. Thresholds of an own suite are used unless the caller wrote another for it. Default
 * thresholds of suites that are not measured are left out; those that the caller wrote are judged all the same.
 * @throws ToolError `bad-target`, `no-user` (exit 2)
 */
export function thresholdsOf(measured: Measured, { targets, own = [] }: RunOptions): readonly SuiteThreshold[] {
  const ids = measured.suites.map(({ id }) => id);
  const ownIds = own.map(({ flow }) => flow.id);
  const written = targets?.map((target) => writtenFor(target, { ids, ownIds, measured }));
  const ofOwn = measured.ownSuites
    .filter(({ flow: { id } }) => ids.includes(id) && written?.some(({ suite }) => suite === id) !== true)
    .flatMap((suite) => thresholdsOfOwn(suite, written === undefined));
  const ofCatalogue = written ?? defaultThresholds.filter(({ suite }) => ids.includes(suite));
  return [...ofCatalogue, ...ofOwn];
}

function thresholdsOfOwn({ flow, thresholds }: OwnSuite, withDefault: boolean): readonly SuiteThreshold[] {
  const { text, weight } = ownThreshold;
  if (thresholds.length > 0) return thresholds.map((each) => withSuite(readThreshold(each), [flow.id]));
  return withDefault ? [withSuite(readThreshold(text, weight), [flow.id])] : [];
}

interface Ids {
  readonly ids: readonly SuiteId[];
  readonly ownIds: readonly SuiteId[];
  readonly measured: Measured;
}

function writtenFor(target: string | WrittenThreshold, { ids, ownIds, measured }: Ids): SuiteThreshold {
  const given = typeof target === 'string' ? readAnyThreshold(target) : target;
  const { suite, text } = withSuite(given, ids);
  const known = [...suiteIds, ...ownIds, ...ids];
  if (suite !== plainId && !known.includes(suite)) readThreshold(text, undefined, ownIds);
  refuseOfOthers({ suite, text }, { ids, ownIds, measured });
  return withSuite(given, ids);
}

function refuseOfOthers({ suite, text }: Pick<SuiteThreshold, 'suite' | 'text'>, { ids, measured }: Ids): void {
  if (ids.includes(suite)) return;
  const isAnonymous = measured.users.kind === 'anonymous';
  if (suite === plainId) {
    throw new ToolError(
      'bad-target',
      `The threshold "${text}" is about GET of the URL, which is measured without --user.`,
    );
  }
  if (isAnonymous && suiteIds.includes(suite)) {
    throw new ToolError('no-user', `The threshold "${text}" is about a suite that signs in: add --user NAME.`);
  }
}
