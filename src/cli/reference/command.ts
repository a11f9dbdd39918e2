import { Option, type Command } from 'commander';
import { familyChoices } from '../../reference/options.ts';
import { algorithms } from '../../reference/tokens/keys.ts';
import { addHelpEnd, type HelpPart } from '../help-end.ts';
import { durationMs, NARROWEST_WRAPPED, portNumber, wholeNumber } from '../values.ts';
import { auditBreak, passwordHash, sinceMs, storePlace, workerCount } from './values.ts';

const WHERE = 'sqlite:FILE, redis://HOST:PORT/DB or redis-cluster://HOST:PORT';

const HELP_END: readonly HelpPart[] = [
  {
    kind: 'text',
    text: 'The password of all accounts is WHYSLOW_PASSWORD. Without it, a password is generated and printed once.',
  },
  {
    kind: 'examples',
    rows: [
      ['WHYSLOW_PASSWORD=… whyslow reference --port 8787', ''],
      ['whyslow reference --store sqlite:reference.db --algorithm EdDSA', ''],
      ['whyslow reference --store redis://127.0.0.1:6379/0 --keys reference.keys --workers 4', ''],
      ['whyslow reference --store redis://127.0.0.1:6379,127.0.0.1:6380/0 --redis-wait 1 --keys reference.keys', ''],
    ],
  },
];

/** `whyslow reference` and its three maintenance commands. */
export function addReference(program: Command): void {
  // The maintenance commands share option names with the server; an option after their name belongs to them.
  program.enablePositionalOptions();
  const reference = program
    .command('reference')
    .description('start the reference JWT auth server')
    .enablePositionalOptions()
    .option('--port <n>', 'port on 127.0.0.1 and ::1', portNumber, 8_787)
    .option('--users <n>', 'accounts user1 … userN', wholeNumber, 10)
    .option('--store <where>', `keeps tokens between starts: ${WHERE} (default: a file removed at the end)`, storePlace)
    .option('--redis-wait <n>', 'answer a write when so many replicas of Redis have it', wholeNumber)
    .option('--accept-audit-break <n>', 'serve a store whose audit log is broken at this entry', auditBreak)
    .option('--workers <n>', 'processes that share port, keys and store', workerCount, 1)
    .option('--patients <n>', 'records behind /api/patients/', wholeNumber, 1_000)
    .addOption(new Option('--algorithm <name>', 'signature of the tokens (default: HS256)').choices(algorithms))
    .option(
      '--keys <file>',
      'keeps the signing keys between starts (default: beside a sqlite store); servers that name one file share them',
    )
    .option('--access <time>', 'lifetime of an access token (default: 15m)', durationMs)
    .option('--refresh <time>', 'lifetime of a session (default: 12h)', durationMs)
    .option('--strict-revocation', 'check on every call that the session is valid (on by default)')
    .option('--no-strict-revocation', 'accept an access token until it expires')
    .option('--login-failures <n>', 'allowed failed logins of a name from an address in five minutes', wholeNumber, 10)
    .option('--behind-proxy', 'read the address of a client from the last entry of X-Forwarded-For')
    .addOption(new Option('--listen <families>', 'loopback addresses').choices(familyChoices).default('both'));
  addHelpEnd(reference, HELP_END);
  slowness(reference).action(async (options) => {
    const { serve } = await import('./serve.ts');
    await serve(options);
  });
  addMaintenance(reference);
}

const slowness = (command: Command): Command =>
  command
    .optionsGroup('Deliberate slowness, to measure:')
    .option('--hash <kind>', 'argon2id, or pbkdf2:ITERATIONS', passwordHash)
    .option('--blocking-hash', 'hash passwords on the event loop')
    .option('--no-indexes', 'tables without indexes on tokens and sessions')
    .option('--no-keep-alive', 'close the connection after each answer')
    .option('--middleware-delay <time>', 'wait before processing each request, like 50ms', durationMs);

const AUDIT_HELP_END: readonly HelpPart[] = [
  {
    kind: 'examples',
    rows: [
      ['whyslow reference audit --store sqlite:reference.db --since 10m', ''],
      [`whyslow reference audit --store sqlite:reference.db --json | jq 'select(.event == "reuse")'`, ''],
    ],
  },
  {
    kind: 'terms',
    title: 'Exit codes',
    rows: [
      ['0', 'the chain of entries is whole'],
      ['2', 'the store cannot be read'],
      ['20', 'an entry was removed or changed'],
    ],
  },
];

const CLEANUP_HELP_END: readonly HelpPart[] = [
  { kind: 'text', text: 'A running server does this once a minute.' },
  { kind: 'examples', rows: [['whyslow reference cleanup --store sqlite:reference.db', '']] },
];

/** The options of the server do not apply to the maintenance commands. */
const ownHelp = { showGlobalOptions: false, minWidthToWrap: NARROWEST_WRAPPED } as const;

function addMaintenance(reference: Command): void {
  addHelpEnd(reference.command('audit'), AUDIT_HELP_END)
    .configureHelp(ownHelp)
    .description('read the audit log, and check that no entry was removed or changed')
    .requiredOption('--store <where>', WHERE, storePlace)
    .option('--since <when>', 'a time ago like 10m, 12h or 7d, or a date like 2026-01-31T12:00:00Z', sinceMs)
    .option('--limit <n>', 'at most this many entries, the newest', wholeNumber, 1_000)
    .option('--json', 'one JSON object a line')
    .action(async (options) => {
      const { audit } = await import('./audit.ts');
      process.exitCode = await audit(options);
    });
  addHelpEnd(reference.command('cleanup'), CLEANUP_HELP_END)
    .configureHelp(ownHelp)
    .description('remove sessions that have expired, with their tokens')
    .requiredOption('--store <where>', WHERE, storePlace)
    .action(async (options) => {
      const { cleanup } = await import('./cleanup.ts');
      process.exitCode = await cleanup(options);
    });
  reference
    .command('rotate-keys')
    .configureHelp(ownHelp)
    .description('add a signing key; running servers load it, and old keys verify until their tokens expire')
    .requiredOption('--keys <file>', 'the key file of the servers')
    .option('--refresh <time>', 'lifetime of a session there (default: 12h)', durationMs)
    .action(async (options) => {
      const { rotate } = await import('./rotate-keys.ts');
      await rotate(options);
    });
}
