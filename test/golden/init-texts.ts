import type { Flow } from '../../src/flows/contract.ts';
import { complaintText } from '../../src/cli/complaint.ts';
import { noticesOf, type Summary, summaryText, unreachableText } from '../../src/cli/init/summary.ts';
import { narrowed } from '../../src/cli/narrowed.ts';
import type { RenderOptions } from '../../src/render/contract.ts';
import { runOf } from './screens.ts';

const seen = (file: string) => ({ file, says: [], stacks: [], ports: [] });

const plain: Summary = {
  found: { login: { kind: 'none' }, api: null },
  project: [],
  flows: [],
  path: 'whyslow.config.yaml',
  isLoadable: true,
  options: {},
};
const stack = { login: { kind: 'stack', id: 'simplejwt', marks: [] }, api: null } as const;
const flow: Flow = { id: 'items', title: 'items', noun: 'items', needs: 'nothing', steps: [] };

const screenOf =
  (name: string, over: Partial<Summary>) =>
  (look: RenderOptions): string => {
    const run = runOf(name);
    const summary = { ...plain, ...over };
    return [
      ...noticesOf(run, summary).map((notice) => `${narrowed(notice, look.width)}\n`),
      summaryText(run, summary, look),
    ].join('');
  };

const dead = runOf('diagnose-dead-port');

/** What `whyslow init` prints of servers with and without a login. Its notices are wrapped on a terminal only. */
export const initScreens: Readonly<Record<string, (look: RenderOptions) => string>> = {
  'init-healthy': screenOf('diagnose-healthy', { flows: [flow, flow], project: [seen('.env'), seen('package.json')] }),
  'init-signs-in': screenOf('diagnose-healthy', { found: stack, options: { user: 'ada' } }),
  'init-slow': screenOf('diagnose-slow-application', { found: stack }),
  'init-unreachable': ({ width }) => complaintText(unreachableText(dead), width),
  'init-error-status': screenOf('diagnose-error-status', { isLoadable: false }),
};
