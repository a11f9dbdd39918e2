import type { Capture, Flow } from '../contract.ts';
import { LONGEST_RENEWAL_MS, RENEWAL_SHARE } from '../lifetime.ts';
import type { ExportPlan, ExportSuite } from './contract.ts';
import { flowsOf } from './plan.ts';

export type Fields = Record<string, unknown>;

/** As in a load of whyslow: the first iterations of each user connect and fill caches, and are not measured. */
export const WARM_UP_FLOWS = 3;

/** A JavaScript name for a suite's function. */
const endOf = ({ id }: Pick<ExportSuite, 'id'>): string => `ends_${id.replaceAll('-', '_')}`;

/** The steps of one iteration: each request is timed, and their sum is recorded behind the last. */
export const timedSteps = (suite: ExportSuite, steps: readonly Fields[]): readonly Fields[] => [
  { function: 'begins' },
  ...steps.map((step) => withEach(step, { beforeRequest: ['timesRequest'] })),
  { function: endOf(suite) },
];

/** Steps that a user sends only when its session is due for renewal. */
export const renewingSteps = (steps: readonly Fields[]): readonly Fields[] => [
  { function: 'decidesRenewal' },
  ...steps.map((step) => withEach(step, { ifTrue: 'renews' })),
];

const withEach = (step: Fields, more: Fields): Fields =>
  Object.fromEntries(
    Object.entries(step).map(([method, request]) => {
      const { beforeRequest = [], ...same } = request as Fields & { readonly beforeRequest?: readonly string[] };
      const before = [...beforeRequest, ...((more['beforeRequest'] ?? []) as readonly string[])];
      return [method, { ...same, ...more, ...(before.length === 0 ? {} : { beforeRequest: before }) }];
    }),
  );

/** Artillery empties a variable whose optional value is not in a response. */
export const keepsEarlier = (): Fields => ({ beforeRequest: ['remembers'], afterResponse: ['keeps'] });

const hasOptional = ({ steps }: Flow): boolean =>
  steps.some(({ capture = {} }) => Object.values(capture).some(isOptional));

export const isOptional = (capture: Capture): boolean => typeof capture !== 'string' && capture.optional === true;

/** The functions of a script: they time whole flows, renew sessions, and end the flows of a user after a time. */
export function processorText(plan: ExportPlan): string {
  const durationS =
    plan.load?.kind === 'users' && plan.load.amount.by === 'duration' ? plan.load.amount.durationS : null;
  return [
    timing,
    ...plan.suites.map((suite) => ending(suite, plan)),
    ...(plan.suites.some((suite) => isRenewed(suite, plan)) ? [renewing] : []),
    ...(flowsOf(plan.suites).some(hasOptional) ? [keeping] : []),
    ...(durationS === null ? [] : [repeating(durationS)]),
  ].join('\n');
}

/** With a rate each user has one iteration, and its session is new. */
export const isRenewed = ({ renewal }: ExportSuite, { load, processor }: ExportPlan): boolean =>
  renewal.by !== 'itself' && load?.kind === 'users' && processor !== undefined;

const timing = `'use strict';

const http = require('http');
const https = require('https');

exports.begins = (context, events, done) => {
  context.vars.whyslowMs = 0;
  done();
};

// Adds the time of a request to that of its flow: from the end of its sending to the last byte of its response. Artillery's own
// work between two requests and the connection of a new user are no part of it.
exports.timesRequest = (requestParams, context, events, done) => {
  requestParams.request = (url, options) => {
    const request = (url.protocol === 'https:' ? https : http).request(url, options);
    let sentMs = performance.now();
    request.once('finish', () => {
      sentMs = performance.now();
    });
    request.once('response', (response) => {
      const { push } = response;
      // The last byte has arrived. Node emits "end" later, behind other work.
      response.push = (chunk, ...others) => {
        if (chunk === null) context.vars.whyslowMs += performance.now() - sentMs;
        return push.call(response, chunk, ...others);
      };
    });
    return request;
  };
  done();
};
`;

const ending = (suite: ExportSuite, { load }: ExportPlan): string =>
  load?.kind === 'users'
    ? `// The time of a whole flow, as the histogram whyslow.${suite.id}. The first ${WARM_UP_FLOWS} of each user warm up.
exports.${endOf(suite)} = (context, events, done) => {
  context.vars.whyslowFlows = (context.vars.whyslowFlows ?? 0) + 1;
  if (context.vars.whyslowFlows > ${WARM_UP_FLOWS}) {
    events.emit('histogram', ${JSON.stringify(`whyslow.${suite.id}`)}, context.vars.whyslowMs);
  }
  done();
};
`
    : `// The time of a whole flow, as the histogram whyslow.${suite.id}.
exports.${endOf(suite)} = (context, events, done) => {
  events.emit('histogram', ${JSON.stringify(`whyslow.${suite.id}`)}, context.vars.whyslowMs);
  done();
};
`;

const renewing = `// The access token is renewed when it is near its end: a fifth of its lifetime, at most 30 s.
exports.decidesRenewal = (context, events, done) => {
  const { vars } = context;
  if (vars.whyslowToken !== vars.session_access) {
    vars.whyslowToken = vars.session_access;
    vars.whyslowIssuedMs = Date.now();
  }
  const { iat, exp } = claimsOf(vars.session_access);
  const stated = typeof iat === 'number' && typeof exp === 'number';
  const lifetimeMs = stated ? (exp - iat) * 1000 : vars.session_lifetimeMs || vars.session_lifetimeS * 1000;
  const endMs = stated ? exp * 1000 : vars.whyslowIssuedMs + lifetimeMs;
  vars.whyslowRenews =
    lifetimeMs > 0 && Date.now() >= endMs - Math.min(${LONGEST_RENEWAL_MS}, lifetimeMs * ${RENEWAL_SHARE});
  done();
};

exports.renews = (vars) => vars.whyslowRenews;

function claimsOf(token) {
  try {
    return JSON.parse(Buffer.from(String(token).split('.')[1], 'base64url').toString());
  } catch {
    return {};
  }
}
`;

const keeping = `// A response without an optional value keeps the earlier one.
exports.remembers = (requestParams, context, events, done) => {
  const names = requestParams.capture.flatMap(({ as, strict }) => (strict === false ? [as] : []));
  context.vars.whyslowEarlier = names.map((name) => [name, context.vars[name]]);
  done();
};

exports.keeps = (requestParams, response, context, events, done) => {
  for (const [name, earlier] of context.vars.whyslowEarlier) {
    if (context.vars[name] === undefined || context.vars[name] === '') context.vars[name] = earlier;
  }
  done();
};
`;

const repeating = (
  durationS: number,
): string => `// A user repeats its flow for ${durationS} s, from the end of its warm-up.
exports.isInTime = (context, next) => {
  if ((context.vars.whyslowFlows ?? 0) >= ${WARM_UP_FLOWS}) context.vars.whyslowFirstMs ??= performance.now();
  next(performance.now() - (context.vars.whyslowFirstMs ?? performance.now()) < ${durationS * 1_000});
};
`;
