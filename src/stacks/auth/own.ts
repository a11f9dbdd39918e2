import { stepsFrom, type WrittenExchange } from '../../flows/written.ts';
import type { AuthStack } from './contract.ts';
import { loginFlow, logoutFlow, refreshFlow } from './flows.ts';

/** The id of the auth stack that a configuration describes. */
export const ownStackId = 'own';

/** An auth stack as people write it. */
export interface WrittenStack {
  readonly title?: string | undefined;
  readonly login: readonly WrittenExchange[];
  readonly refresh?: readonly WrittenExchange[] | undefined;
  readonly logout?: readonly WrittenExchange[] | undefined;
  /** Protected routes, most likely first. Without any, no suite reads one. */
  readonly api?: readonly string[] | undefined;
}

/** @throws ToolError `bad-flow` (2) */
export const ownStack = ({
  title = 'the auth server of the configuration',
  login,
  refresh,
  logout,
  api = [],
}: WrittenStack): AuthStack => ({
  id: ownStackId,
  title,
  detection: null,
  tested: 'documentation',
  client: 'none',
  login: loginFlow(...stepsFrom(login)),
  refresh: refresh === undefined ? null : refreshFlow(...stepsFrom(refresh)),
  logout: logout === undefined ? null : logoutFlow(...stepsFrom(logout)),
  apiPaths: api,
  remedies: {},
});
