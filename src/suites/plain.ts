import { compileFlow } from '../flows/compile.ts';
import type { Flow } from '../flows/contract.ts';
import type { Site, Workload } from '../flows/workload.ts';
import { maskedUrl } from '../model/secrets.ts';
import type { SuiteFacts, SuiteId } from '../model/suite.ts';

/** The one suite of a server without an account: GET of the target's own URL. */
export const plainId: SuiteId = 'url';

/** What it is judged by without a threshold of the caller: the API threshold, as a warning only. */
export const plainThreshold = { text: 'mean < 100ms', weight: 'advice' } as const;

/** @param path with its query, whose values are masked in the title. */
export const plainFacts = (path: string): SuiteFacts => ({
  id: plainId,
  title: `GET ${maskedUrl(path)}`,
  noun: 'a request',
  cost: null,
});

/** Every response of 2xx is right. */
export const plainWorkload = (path: string, site: Site): Workload => ({
  flow: compileFlow(plainFlow(path)),
  renew: [],
  recover: null,
  site,
});

function plainFlow(path: string): Flow {
  const { id, title, noun } = plainFacts(path);
  return { id, title, noun, needs: 'nothing', steps: [{ id: 'get', method: 'GET', path: literal(path) }] };
}

/** Two braces in a URL would begin a template, so that they are percent-encoded. */
const literal = (path: string): string => path.replaceAll('{', '%7B').replaceAll('}', '%7D');
