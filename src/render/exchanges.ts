import type { Check, Finding, ShownExchange } from '../model/finding.ts';

/** The exchanges that show a failure. Findings, and checks of earlier versions, have none. */
export const exchangesOf = (finding: Finding | Check): readonly ShownExchange[] =>
  'exchanges' in finding ? (finding.exchanges ?? []) : [];

/** What was sent and what came, without the command. */
export const exchangeText = ({ sent, came }: ShownExchange): string => `${sent}: ${came}`;

/** The lines to type: a variable that can be made, then the command. */
export const exchangeLines = ({ make, curl }: ShownExchange): string =>
  make === undefined ? curl : `${make}\n${curl}`;
