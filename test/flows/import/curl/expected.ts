import type { Exchange, Flow } from '../../../../src/flows/contract.ts';

/** A curl command and what it becomes. */
export interface CurlCase {
  readonly text: string;
  readonly origin?: string;
  readonly flow: Flow;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly notes?: readonly string[];
}

/** A flow of one request, whose title is its method and path. */
export const request = (
  id: string,
  step: Omit<Exchange, 'id'>,
  { title = `${step.method} ${step.path}`, needs = 'nothing' }: Partial<Pick<Flow, 'title' | 'needs'>> = {},
): Flow => ({
  id,
  title,
  noun: 'a request',
  needs,
  steps: [{ id: step.method.toLowerCase(), ...step }],
});
