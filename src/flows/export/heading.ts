import type { Exported } from './contract.ts';

interface Heading {
  readonly comment: '#' | '//';
  /** The command that made the file, without secrets. */
  readonly madeBy: string;
  /** The command that runs the file. */
  readonly run: string;
}

/** The script below its heading: how it was made, how it is run, and each part of the plan that it does not have. */
export function withHeading(
  { text, unsupported, variables }: Pick<Exported, 'text' | 'unsupported' | 'variables'>,
  { comment, madeBy, run }: Heading,
): string {
  const given = variables.map((name) => `${name}=…`).join(' ');
  const lines = [
    `Made by: ${madeBy}`,
    `Run:     ${given === '' ? '' : `${given} `}${run}`,
    ...(variables.length === 0 ? [] : ['Secrets come from these environment variables. This file has none.']),
    ...(unsupported.length === 0 ? ['Everything of the plan is in this file.'] : ['What this file does otherwise:']),
    ...unsupported.map(
      ({ feature, where, because }) => `- ${feature}${where === null ? '' : ` (${where})`}: ${because}`,
    ),
  ];
  return `${lines.map((line) => `${comment} ${line.replaceAll(/[\r\n]+/g, ' ')}`.trimEnd()).join('\n')}\n\n${text}`;
}
