import { spawnSync } from 'node:child_process';
import { test } from 'vitest';
import { PYTHON } from './carelink.ts';

/** The parts of the machine beyond Node that a test may require. */
export type Part =
  | 'python'
  | 'django'
  | 'django-oauth-toolkit'
  | 'django-redis'
  | 'flask-jwt-extended'
  | 'gunicorn'
  | 'argon2'
  | 'namespaces'
  | 'nftables'
  | 'cpu-limits'
  | 'redis'
  | 'nginx'
  | 'chromium'
  | 'prometheus-parser'
  | 'xmllint'
  | 'prlimit'
  | 'openssl'
  | 'curl'
  | 'terminal'
  | 'zsh'
  | 'fish';

export type Presence = { here: true } | { here: false; because: string };

/** The supported forms when a part is missing: `test(…)`, `test.each(…)`, `test.for(…)` and the modifiers. */
export type PartTest = typeof test.skip;

type Trial = { command: string; args: readonly string[] };

/** Makes a control group, and removes it. */
const divides = (root: string): string =>
  `d=${root}/whyslow-test-$$; mkdir $d || exit 1; ls $d | grep -Eqx 'cpu.cfs_quota_us|cpu.max'; found=$?; rmdir $d; exit $found`;

/** Each check uses the part. An installed package can be broken, and a compiled-in kernel feature can be forbidden. */
const TRIALS: Record<Part, { tries: readonly Trial[]; remedy: string }> = {
  python: { tries: [{ command: PYTHON, args: ['--version'] }], remedy: 'apt-get install python3' },
  django: {
    tries: [{ command: PYTHON, args: ['-c', 'import django, rest_framework, rest_framework_simplejwt'] }],
    remedy: 'apt-get install python3-django python3-djangorestframework python3-djangorestframework-simplejwt',
  },
  'django-oauth-toolkit': {
    tries: [{ command: PYTHON, args: ['-c', 'import django, oauth2_provider'] }],
    remedy: 'apt-get install python3-django python3-django-oauth-toolkit',
  },
  'django-redis': {
    tries: [{ command: PYTHON, args: ['-c', 'import django, django_redis'] }],
    remedy: 'apt-get install python3-django-redis',
  },
  'flask-jwt-extended': {
    tries: [{ command: PYTHON, args: ['-c', 'import flask, flask_jwt_extended'] }],
    remedy: 'apt-get install python3-flask python3-python-flask-jwt-extended',
  },
  gunicorn: { tries: [{ command: PYTHON, args: ['-m', 'gunicorn', '--version'] }], remedy: 'apt-get install gunicorn' },
  argon2: { tries: [{ command: PYTHON, args: ['-c', 'import argon2'] }], remedy: 'apt-get install python3-argon2' },
  namespaces: {
    tries: [{ command: 'unshare', args: ['-rnm', 'true'] }],
    remedy: 'allow unprivileged user namespaces, or run as root',
  },
  nftables: {
    // In its own network namespace, so that the firewall of the machine stays unchanged.
    tries: [{ command: 'unshare', args: ['-rn', 'nft', 'add', 'table', 'inet', 'whyslow'] }],
    remedy: 'apt-get install nftables, and allow namespaces',
  },
  'cpu-limits': {
    tries: ['/sys/fs/cgroup/cpu', '/sys/fs/cgroup'].map((root) => ({ command: 'sh', args: ['-c', divides(root)] })),
    remedy: 'run as root, where control groups of the CPU may be made',
  },
  nginx: { tries: [{ command: 'nginx', args: ['-v'] }], remedy: 'apt-get install nginx-light' },
  redis: { tries: [{ command: 'redis-server', args: ['--version'] }], remedy: 'apt-get install redis-server' },
  'prometheus-parser': {
    tries: [{ command: PYTHON, args: ['-c', 'import prometheus_client.parser'] }],
    remedy: 'apt-get install python3-prometheus-client',
  },
  prlimit: {
    tries: [{ command: 'prlimit', args: ['--pid', String(process.pid), '--nofile'] }],
    remedy: 'apt-get install util-linux; the limits of another process can be set on Linux only',
  },
  openssl: { tries: [{ command: 'openssl', args: ['version'] }], remedy: 'apt-get install openssl' },
  curl: { tries: [{ command: 'curl', args: ['--version'] }], remedy: 'apt-get install curl' },
  xmllint: { tries: [{ command: 'xmllint', args: ['--version'] }], remedy: 'apt-get install libxml2-utils' },
  terminal: {
    tries: [{ command: 'script', args: ['-qec', 'true', '/dev/null'] }],
    remedy: 'apt-get install bsdutils; the options are those of Linux',
  },
  zsh: { tries: [{ command: 'zsh', args: ['--version'] }], remedy: 'apt-get install zsh' },
  fish: { tries: [{ command: 'fish', args: ['--version'] }], remedy: 'apt-get install fish' },
  chromium: {
    tries: ['chromium', 'chromium-browser', 'google-chrome'].map((command) => ({ command, args: ['--version'] })),
    remedy: 'apt-get install chromium',
  },
};

const TRIAL_TIMEOUT_MS = 20_000;

const known = new Map<Part, Presence>();
const reported = new Set<string>();

/** Whether the part works on this machine. Checked once per process. */
export function partIsHere(part: Part): Presence {
  const presence = known.get(part) ?? tryPart(part);
  known.set(part, presence);
  return presence;
}

/** vitest's `test` if all parts work; otherwise a test that is skipped, or fails if all parts are required. */
export function testWith(parts: readonly Part[]): PartTest {
  const reasons = parts.map(partIsHere).flatMap((presence) => (presence.here ? [] : [presence.because]));
  return testUnless(reasons, process.env['WHYSLOW_REQUIRE'] === 'all');
}

/** `test` without reasons. With reasons, a test that fails with them if `required` and is skipped otherwise. */
export function testUnless(reasons: readonly string[], required: boolean): PartTest {
  if (reasons.length === 0) return test;
  const because = reasons.join('; ');
  if (required) {
    const fail = (): never => {
      throw new Error(`This test needs a part that is not here: ${because}. WHYSLOW_REQUIRE=all forbids to skip it.`);
    };
    return registering(test, (title) => [title, fail]);
  }
  tellOnce(because);
  // vitest formats the titles of `each`, so placeholders in the reason are escaped.
  const note = because.replaceAll('%', '%%').replaceAll('$', '');
  return registering(test.skip, (title, ...rest) => [`${String(title)} [skipped: ${note}]`, ...rest]);
}

function tryPart(part: Part): Presence {
  const { tries, remedy } = TRIALS[part];
  const failures: string[] = [];
  for (const { command, args } of tries) {
    const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8', timeout: TRIAL_TIMEOUT_MS });
    if (status === 0) return { here: true };
    failures.push(error?.message ?? `${command}: ${stderr.trim().split('\n').at(-1) ?? ''} (status ${status})`);
  }
  return { here: false, because: `${part} is missing: ${failures.join(', ')} (${remedy})` };
}

function tellOnce(because: string): void {
  if (reported.has(because)) return;
  reported.add(because);
  process.stderr.write(`tests are skipped: ${because}\n`);
}

type Rewrite = (...args: unknown[]) => unknown[];

const MODIFIERS = ['concurrent', 'sequential', 'only', 'skip', 'todo', 'fails'] as const;

/** The same function with the same type. Its arguments (title, body, …) are rewritten first. */
function registering(register: PartTest, rewrite: Rewrite): PartTest {
  return new Proxy(register, {
    apply: (target, self, args) => Reflect.apply(target, self, rewrite(...args)),
    get: (target, key) => {
      if (key === 'each' || key === 'for') return curried(target, key, rewrite);
      const modifier = MODIFIERS.find((name) => name === key);
      return modifier ? registering(target[modifier], rewrite) : Reflect.get(target, key);
    },
  });
}

/** `each` and `for` take the cases and return the function that registers the tests. */
function curried(register: PartTest, key: 'each' | 'for', rewrite: Rewrite) {
  return (...cases: unknown[]) => {
    const registerCases: (...args: unknown[]) => void = Reflect.apply(register[key], register, cases);
    return (...args: unknown[]): void => registerCases(...rewrite(...args));
  };
}
