// The servers and faults of the matrix. Each fault is a query of the handlers, and the finding that it must provoke.
import { STORE_PORT } from '../../dist/lab/contract.js';

export const PORT = 8123;
export const SLOW_STORE_PORT = 6380;
export const GREETING_STORE_PORT = 3306;

const handlers = new URL('../../test/gather/server/waits/', import.meta.url).pathname;
export const locker = `${handlers}locker.py`;

export const servers = {
  'python threads': ['/usr/bin/python3', `${handlers}handlers.py`, String(PORT)],
  gunicorn: [
    '/usr/bin/gunicorn',
    '--chdir',
    handlers,
    '--workers',
    '2',
    '--bind',
    `127.0.0.1:${PORT}`,
    '--log-level',
    'error',
    'handlers:app',
  ],
  node: [process.execPath, `${handlers}handlers.mjs`, String(PORT)],
  'php -S': ['/usr/bin/php', '-S', `127.0.0.1:${PORT}`, `${handlers}handlers.php`],
};

/** `beside`: what else runs meanwhile. `names: 'dead'`: on a machine whose name server never answers. */
export const faults = [
  { name: 'healthy', query: '', finding: null },
  { name: 'healthy, one busy core', query: '', finding: null, beside: 'busy' },
  { name: 'late ::1 of a store', query: `connect=store.lab:${STORE_PORT}`, finding: 'downstream-late-refusal' },
  { name: 'slow store', query: `ask=${SLOW_STORE_PORT}`, finding: 'downstream-slow-answer' },
  { name: 'store greets late', query: `greet=${GREETING_STORE_PORT}`, finding: 'downstream-connect-each-request' },
  { name: 'slow name server', query: 'name=client.lab', finding: 'server-resolves-names' },
  { name: 'dead name server', query: 'name=client.lab', finding: 'server-resolves-names', names: 'dead' },
  { name: 'sleep', query: 'sleep=150', finding: 'sleeping-request' },
  { name: 'computing', query: 'cpu=150', finding: 'cpu-bound-request' },
  { name: 'computing beside a busy core', query: 'cpu=150', finding: 'cpu-bound-request', beside: 'busy' },
  { name: 'three busy programs on its core', query: 'cpu=40', finding: 'waits-for-core', beside: 'crowd' },
  { name: 'fsync', query: 'disk=150', finding: 'disk-bound-request' },
  { name: 'SQLite locked by another process', query: 'lock=FILE', finding: 'lock-bound-request', beside: 'locker' },
  { name: 'no largest part', query: `sleep=60&cpu=60&downstream=60`, finding: 'slow-application' },
];
