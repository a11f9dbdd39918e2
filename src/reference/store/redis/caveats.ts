import { connectToRedis } from './connection.ts';

/** Where this Redis keeps less than its users may believe, a sentence each; empty where it does not tell. */
export async function redisCaveats(url: string): Promise<readonly string[]> {
  const redis = await connectToRedis(url, '');
  try {
    const settings = await redis.ask((client) => client.config('GET', 'append*', 'maxmemory*'));
    return caveatsIn(settingsIn(settings));
  } catch {
    // Hosted ones often refuse to talk about their configuration.
    return [];
  } finally {
    await redis.close();
  }
}

function settingsIn(answer: unknown): ReadonlyMap<string, string> {
  const flat = Array.isArray(answer) ? answer.map(String) : [];
  return new Map(flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? ''] as const] : [])));
}

function caveatsIn(settings: ReadonlyMap<string, string>): string[] {
  const [policy, memory] = [settings.get('maxmemory-policy') ?? 'noeviction', settings.get('maxmemory') ?? '0'];
  const isEvicting = policy !== 'noeviction' && memory !== '0';
  return [
    ...keeping(settings.get('appendonly'), settings.get('appendfsync')),
    // A used token that was dropped is unknown when a thief brings it, and his family lives on.
    ...(isEvicting
      ? [`Redis drops keys when memory is short (maxmemory-policy ${policy}), so reuse may go unseen`]
      : []),
  ];
}

function keeping(appendOnly: string | undefined, flushes: string | undefined): string[] {
  if (appendOnly === 'no') return ['Redis keeps sessions and audit log in memory only (appendonly no)'];
  if (flushes === undefined || flushes === 'always') return [];
  return [`a power cut may take answers of the last moments with it (appendfsync ${flushes}; always keeps them)`];
}
