import { checkChoice } from '../../audit/choice.ts';
import { auditLogFile } from '../../gather/auth/audit-log/file.ts';
import { presetNamed } from '../../gather/auth/preset.ts';
import { parseRemoteHost, parseTarget } from '../../gather/target.ts';
import type { Credentials } from '../../model/auth.ts';
import { ToolError } from '../../model/error.ts';
import type { Target } from '../../model/target.ts';
import { quotedFor } from '../../model/shell.ts';
import { noValues } from '../../flows/workload.ts';
import type { RunRequest } from '../run.ts';
import type { RunOptions } from './contract.ts';
import { loads, signsIn } from '../commands.ts';
import { loadPlanFor } from './load-plan.ts';
import { measuredFor } from './measured.ts';
import { profileOf } from './profile.ts';
import { thresholdsOf } from './thresholds.ts';
import { defaultTimeLimitMs } from './time-limit.ts';

const DEFAULT_TIMEOUT_MS = 5_000;
/** A name server that does not answer costs a server 10.01 s (resolv.conf(5): two attempts of 5 s), which is still to be seen. */
const DEFAULT_PATIENCE_MS = 11_000;

/**
 * Builds the request from the options and their defaults, for flags, configuration and code.
 * @throws ToolError (exit 2) `bad-url`, `bad-host`, `bad-target`, `bad-load`, `unknown-preset`, `unknown-check`, `unknown-profile`, `no-user`, `no-password`
 */
export function requestFor(options: RunOptions): RunRequest {
  const target = targetOf(options);
  const accounts = accountsOf(options);
  const command = options.command ?? (accounts.length > 0 || options.targets !== undefined ? 'run' : 'diagnose');
  return {
    command,
    target,
    embedded: options.embedded === true,
    signIn: signsIn(command, accounts) ? signInOf(command, accounts, { ...options, url: target.url }) : null,
    ...measuring(loads(command), accounts, options),
    ...surroundings(options),
    ...comparedWith(options),
    reproduce: options.reproduce ?? `whyslow ${command} ${quotedFor(target.url, process.platform)}`,
  };
}

const targetOf = ({ url, authUrl }: RunOptions): Target =>
  authUrl === undefined ? parseTarget(url) : { ...parseTarget(url), auth: parseTarget(authUrl) };

type Measuring = 'load' | 'thresholds' | 'hasDefaultThresholds' | 'namedSuites' | 'timeLimitMs';

function measuring(
  isLoaded: boolean,
  accounts: readonly Credentials[],
  options: RunOptions,
): Pick<RunRequest, Measuring> {
  if (!isLoaded) {
    return {
      load: null,
      thresholds: [],
      hasDefaultThresholds: true,
      namedSuites: [],
      timeLimitMs: options.timeLimitMs ?? defaultTimeLimitMs(options, null),
    };
  }
  const measured = measuredFor(accounts, options);
  const thresholds = thresholdsOf(measured, options);
  const load = loadPlanFor(measured, options, thresholds);
  const timeLimitMs = options.timeLimitMs ?? defaultTimeLimitMs(options, load);
  const hasDefaultThresholds = options.targets === undefined;
  return { load, thresholds, hasDefaultThresholds, namedSuites: options.suites ?? [], timeLimitMs };
}

function signInOf(
  command: string,
  [credentials]: readonly Credentials[],
  { url, preset, auth, apiPath }: RunOptions,
): RunRequest['signIn'] {
  const stack = preset === undefined ? (auth ?? null) : presetNamed(preset);
  if (credentials !== undefined) return { credentials, stack, apiPath: apiPath ?? null };
  throw new ToolError(
    'no-user',
    `whyslow ${command} signs in: add --user NAME. Without an account, whyslow diagnose ${url} still finds the cause.`,
  );
}

type Surroundings =
  | 'depth'
  | 'patienceMs'
  | 'values'
  | 'checks'
  | 'profile'
  | 'policy'
  | 'allowRemote'
  | 'allowLockout'
  | 'intrusive'
  | 'longestGraceMs'
  | 'signingKey'
  | 'auditLog'
  | 'timeoutMs'
  | 'waitMs'
  | 'realClients'
  | 'signal'
  | 'watch';

const surroundings = (options: RunOptions): Pick<RunRequest, Surroundings> => ({
  depth: options.depth ?? 'default',
  values: options.values ?? noValues,
  checks: checkChoice(options.only, options.skip),
  profile: profileOf(options.profile),
  policy: { failOn: options.failOn ?? null, onInconclusive: options.onInconclusive ?? 'warn' },
  allowRemote: typeof options.allowRemote === 'string' ? parseRemoteHost(options.allowRemote) : null,
  allowLockout: options.allowLockout === true,
  intrusive: options.intrusive === true,
  signingKey: options.signingKey ?? null,
  auditLog: auditLogOf(options),
  ...boundsOf(options),
  waitMs: options.waitMs ?? null,
  realClients: options.realClients === true,
  signal: options.signal ?? new AbortController().signal,
  watch: options.watch ?? (() => {}),
});

const auditLogOf = ({ auditLog }: RunOptions): RunRequest['auditLog'] =>
  typeof auditLog === 'string' ? auditLogFile(auditLog) : (auditLog ?? null);

/**
 * How long the end of a reuse is looked for if `only` chooses the checks: they answer within five seconds. Common reuse intervals of
 * 10 s are longer, and the finding says so.
 */
const GRACE_OF_CHOSEN_MS = 3_000;

const boundsOf = ({
  timeoutMs,
  longestGraceMs,
  only = [],
}: RunOptions): Pick<RunRequest, 'timeoutMs' | 'patienceMs' | 'longestGraceMs'> => ({
  longestGraceMs: longestGraceMs ?? (only.length === 0 ? null : GRACE_OF_CHOSEN_MS),
  timeoutMs: timeoutMs ?? DEFAULT_TIMEOUT_MS,
  patienceMs: timeoutMs ?? DEFAULT_PATIENCE_MS,
});

const comparedWith = ({
  before,
  baseline,
  reference,
}: RunOptions): Pick<RunRequest, 'before' | 'baseline' | 'reference'> => ({
  before: before ?? null,
  baseline: baseline ?? null,
  reference: reference ?? null,
});

function accountsOf({ accounts, user, password }: RunOptions): readonly Credentials[] {
  if (accounts !== undefined && user !== undefined) {
    throw new ToolError('no-user', 'user and accounts contradict each other: keep one of them.');
  }
  if (user === undefined) return accounts ?? [];
  if (password === undefined || password === '') {
    throw new ToolError('no-password', `The password of "${user}" is missing: pass it as password.`);
  }
  return [{ username: user, password }];
}
