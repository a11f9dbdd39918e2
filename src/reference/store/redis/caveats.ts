import { connectToRedis } from './connection.ts';

/** Where this Redis keeps less than its users may believe, a sentence each. */
export async function redisCaveats(url: string): Promise<readonly string[]> {
  try {
    const settings = await settingsOf(url);
    return settings.has('appendonly') ? caveatsIn(settings) : [unread('it names none of them')];
  } catch (error) {
    return [unread(error instanceof Error ? error.message : String(error))];
  }
}

async function settingsOf(url: string): Promise<ReadonlyMap<string, string>> {
  const redis = await connectToRedis(url, '');
  try {
    // Redis 6 takes one pattern at a time.
    const answers = await Promise.all(PATTERNS.map((pattern) => redis.ask((client) => client.config('GET', pattern))));
    return new Map(answers.flatMap((answer) => [...settingsIn(answer)]));
  } finally {
    await redis.close();
  }
}

const PATTERNS = ['append*', 'aof-load-truncated', 'maxmemory*'];

/** Hosted ones often forbid CONFIG. */
function unread(because: string): string {
  return (
    `the settings of Redis could not be read (${harmless(because)}); what was answered is kept only with ` +
    'appendonly yes, appendfsync always, aof-load-truncated no and maxmemory-policy noeviction'
  );
}

/** Text of a server may hold control characters, and this goes to a terminal. */
const harmless = (text: string): string => text.replaceAll(/\p{Cc}/gu, '\ufffd').slice(0, LONGEST_REASON);

const LONGEST_REASON = 200;

function settingsIn(answer: unknown): ReadonlyMap<string, string> {
  const flat = Array.isArray(answer) ? answer.map(String) : [];
  return new Map(flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? ''] as const] : [])));
}

function caveatsIn(settings: ReadonlyMap<string, string>): string[] {
  const [policy, memory] = [settings.get('maxmemory-policy') ?? 'noeviction', settings.get('maxmemory') ?? '0'];
  const isEvicting = policy !== 'noeviction' && memory !== '0';
  return [
    ...keeping(settings),
    // A used token that was dropped is unknown when a thief brings it, and his family lives on.
    ...(isEvicting
      ? [`Redis drops keys when memory is short (maxmemory-policy ${policy}), so reuse may go unseen`]
      : []),
  ];
}

function keeping(settings: ReadonlyMap<string, string>): string[] {
  if (settings.get('appendonly') === 'no') {
    return ['Redis keeps sessions and audit log in memory only (appendonly no)'];
  }
  const flushes = settings.get('appendfsync');
  return [
    ...(flushes === undefined || flushes === 'always'
      ? []
      : [`a power cut may take answers of the last moments with it (appendfsync ${flushes}; always keeps them)`]),
    // valkey-io/valkey#4342: the rest of the torn transaction is cut, and its MULTI stays. At the restart after the next,
    // it runs together with the transaction that was appended behind it.
    ...(settings.get('aof-load-truncated') === 'yes'
      ? [
          'after a crash Redis may undo an answered refresh or bring a dead token back (aof-load-truncated yes). Set ' +
            'aof-load-truncated no; when Redis then refuses to start, run redis-check-aof --fix on its append-only file',
        ]
      : []),
  ];
}
