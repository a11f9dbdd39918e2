import { z } from 'zod';
import { compileFlow } from '../../flows/compile.ts';
import type { Flow } from '../../flows/contract.ts';
import { stepsFrom } from '../../flows/written.ts';
import { ToolError } from '../../model/error.ts';
import { SUITE_ID } from '../../model/suite.ts';
import { readThreshold } from '../../pipelines/request/thresholds.ts';
import { suiteIds } from '../../suites/index.ts';
import type { OwnSuite } from '../../suites/own.ts';
import { plainId } from '../../suites/plain.ts';
import {
  checked,
  exchange,
  exchangeKeysAt,
  exchangeObject,
  REQUEST,
  requestText,
  withoutUndefined,
} from './exchange-fields.ts';
import { attempt, flag, text } from './fields.ts';

const threshold = checked('a threshold without a suite, like "p95 < 80ms"', (value) => {
  if (readThreshold(value).suite !== null) throw new Error('a suite');
});

const suiteKeys = {
  title: text('a title').optional().meta({ description: 'The title in reports.' }),
  session: flag
    .optional()
    .meta({ description: 'Whether the requests present a session (default: where there is an account).' }),
  targets: z
    .array(threshold)
    .min(1)
    .optional()
    .meta({ description: 'Thresholds of this suite.', examples: [['p95 < 80ms']] }),
};

const oneExchange = z.strictObject({ ...exchangeObject.shape, ...suiteKeys });
const severalSteps = z.strictObject({
  ...suiteKeys,
  steps: z.array(exchange, { error: 'a list of requests' }).min(1, { error: 'at least one request' }),
});

type WrittenSuite = z.output<typeof oneExchange> | z.output<typeof severalSteps>;

/** One own suite: a request line, one exchange, or steps. */
const ownSuite = z.union([requestText.transform((request): WrittenSuite => ({ request })), oneExchange, severalSteps], {
  error: `${REQUEST}, an object with request, or an object with steps`,
});

/** The own suites by id. */
export const flows = z
  .record(z.string().regex(SUITE_ID, { error: 'a name of letters, digits, - and _' }), ownSuite, {
    error: 'an object with a request under each name',
  })
  .transform((written, context) =>
    Object.entries(written).map(([id, each]) =>
      attempt(() => suiteFrom(id, each), { value: each, expected: 'a flow', context, path: [id] }),
    ),
  )
  .meta({
    description: 'Suites of your own by name: a request, or steps with capture and expect.',
    examples: [{ orders: 'GET /api/orders' }],
  });

const reserved = [...suiteIds, plainId];

/** @throws ToolError `bad-flow` (2) */
function suiteFrom(id: string, written: WrittenSuite): OwnSuite {
  if (reserved.includes(id))
    throw new ToolError('bad-flow', `"${id}" is the name of a built-in suite. Give the flow another name.`);
  const { title, session, targets, ...rest } = written;
  const exchanges = 'steps' in rest ? rest.steps : [withoutUndefined(rest)];
  const flow: Omit<Flow, 'needs'> = {
    id,
    title: title ?? exchanges.map(({ request }) => request).join(', '),
    noun: 'an iteration',
    steps: stepsFrom(exchanges),
  };
  compileFlow({ ...flow, needs: 'session' });
  return { flow, session: session === undefined ? 'if-any' : session ? 'required' : 'none', thresholds: targets ?? [] };
}

/** The known keys below a flow, or below an exchange. */
export const flowKeysAt = (path: readonly PropertyKey[]): readonly string[] =>
  path.length === 0
    ? [...new Set([...Object.keys(oneExchange.shape), ...Object.keys(severalSteps.shape)])]
    : exchangeKeysAt(path);
