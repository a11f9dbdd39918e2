import type { Redis } from 'ioredis';
import { connectToRedis } from './connection.ts';

/** The settings of this Redis that may lose data or miss a token reuse, one sentence each. */
export async function redisCaveats(url: string): Promise<readonly string[]> {
  try {
    const found = (await settingsOf(url)).flatMap((settings) =>
      settings.has('appendonly') ? caveatsIn(settings) : [unreadable('it returned none of them')],
    );
    return [...new Set(found)];
  } catch (error) {
    return [unreadable(error instanceof Error ? error.message : String(error))];
  }
}

/** The settings of each server that accepts writes. */
async function settingsOf(url: string): Promise<readonly ReadonlyMap<string, string>[]> {
  const redis = await connectToRedis({ url });
  try {
    return await Promise.all(redis.primaries().map(settingsFrom));
  } finally {
    await redis.close();
  }
}

async function settingsFrom(server: Redis): Promise<ReadonlyMap<string, string>> {
  // Redis 6 accepts one pattern per call.
  const answers = await Promise.all(PATTERNS.map((pattern) => server.config('GET', pattern)));
  return new Map(answers.flatMap((answer) => [...settingsIn(answer)]));
}

const PATTERNS = ['append*', 'aof-load-truncated', 'maxmemory*'];

/** Hosted Redis services often forbid CONFIG. */
function unreadable(because: string): string {
  return (
    `the settings of Redis could not be read (${printable(because)}); completed writes survive a crash only with ` +
    'appendonly yes, appendfsync always, aof-load-truncated no and maxmemory-policy noeviction'
  );
}

/** Server text may contain control characters, and this text is printed to a terminal. */
const printable = (text: string): string => text.replaceAll(/\p{Cc}/gu, '\ufffd').slice(0, LONGEST_REASON);

const LONGEST_REASON = 200;

function settingsIn(answer: unknown): ReadonlyMap<string, string> {
  const flat = Array.isArray(answer) ? answer.map(String) : [];
  return new Map(flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? ''] as const] : [])));
}

function caveatsIn(settings: ReadonlyMap<string, string>): string[] {
  const [policy, memory] = [settings.get('maxmemory-policy') ?? 'noeviction', settings.get('maxmemory') ?? '0'];
  const isEvicting = policy !== 'noeviction' && memory !== '0';
  return [
    ...durabilityCaveats(settings),
    // An evicted used token is unknown when it is reused, so its family is not revoked.
    ...(isEvicting
      ? [`Redis evicts keys when memory is short (maxmemory-policy ${policy}), so reuse may go undetected`]
      : []),
  ];
}

function durabilityCaveats(settings: ReadonlyMap<string, string>): string[] {
  if (settings.get('appendonly') === 'no') {
    return ['Redis keeps sessions and audit log in memory only (appendonly no)'];
  }
  const flushes = settings.get('appendfsync');
  return [
    ...(flushes === undefined || flushes === 'always'
      ? []
      : [`a power cut may undo the last completed writes (appendfsync ${flushes}; always keeps them)`]),
    // valkey-io/valkey#4342: Redis truncates the torn transaction but keeps its MULTI. The second restart after that
    // runs it together with the transaction appended after it.
    ...(settings.get('aof-load-truncated') === 'yes'
      ? [
          'after a crash Redis may undo a completed refresh or restore a used token (aof-load-truncated yes). Set ' +
            'aof-load-truncated no; when Redis then refuses to start, run redis-check-aof --fix on its append-only file',
        ]
      : []),
  ];
}
