import type { Fields } from './artillery-step.ts';
import type { ExportPlan, ExportSuite } from './contract.ts';

/** A JavaScript name for a suite's function. */
const endOf = ({ id }: Pick<ExportSuite, 'id'>): string => `ends_${id.replaceAll('-', '_')}`;

/** The steps between the functions that time them. */
export const timesOf = (suite: ExportSuite, steps: readonly Fields[]): readonly Fields[] => [
  { function: 'begins' },
  ...steps,
  { function: endOf(suite) },
];

/** The functions of a script: they time whole flows, and end the flows of a user after a time. */
export function processorText({ suites, load }: ExportPlan): string {
  const durationS = load?.kind === 'users' && load.amount.by === 'duration' ? load.amount.durationS : null;
  return [
    "'use strict';",
    '',
    '// The time of a whole flow, from its first request to the end of its last response, as the histogram whyslow.SUITE.',
    'exports.begins = (context, events, done) => {',
    '  context.vars.whyslowBeganMs = performance.now();',
    '  done();',
    '};',
    ...suites.flatMap((suite) => [
      '',
      `exports.${endOf(suite)} = (context, events, done) => {`,
      `  events.emit('histogram', ${JSON.stringify(`whyslow.${suite.id}`)}, performance.now() - context.vars.whyslowBeganMs);`,
      '  done();',
      '};',
    ]),
    ...(durationS === null
      ? []
      : [
          '',
          `// A user repeats its flow for ${durationS} s.`,
          'exports.isInTime = (context, next) => {',
          '  context.vars.whyslowFirstMs ??= performance.now();',
          `  next(performance.now() - context.vars.whyslowFirstMs < ${durationS * 1_000});`,
          '};',
        ]),
    '',
  ].join('\n');
}
