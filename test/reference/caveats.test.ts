import { expect } from 'vitest';
import { redisCaveats } from '../../src/reference/store/redis/caveats.ts';
import { startRedis } from '../serve/redis.ts';
import { testWith } from '../serve/require.ts';
import { start } from '../cli/whyslow.ts';
import { PASSWORD } from './client.ts';

const TORN = 'aof-load-truncated yes';

testWith(['redis']).each<[what: string, settings: readonly string[], caveats: readonly RegExp[]]>([
  ['appendonly no', ['appendonly', 'no', 'aof-load-truncated', 'yes'], [/memory only \(appendonly no\)/]],
  ['safe settings', ['appendonly', 'yes', 'appendfsync', 'always', 'aof-load-truncated', 'no'], []],
  [
    'a file that Redis truncates itself',
    ['appendonly', 'yes', 'appendfsync', 'always', 'aof-load-truncated', 'yes'],
    [/aof-load-truncated yes.*Set aof-load-truncated no.*redis-check-aof --fix/],
  ],
  [
    'appendonly yes and defaults otherwise',
    ['appendonly', 'yes', 'appendfsync', 'everysec', 'aof-load-truncated', 'yes'],
    [/appendfsync everysec/, /aof-load-truncated yes/],
  ],
  [
    'eviction of keys',
    ['appendonly', 'no', 'maxmemory', '100mb', 'maxmemory-policy', 'allkeys-lru'],
    [/appendonly no/, /maxmemory-policy allkeys-lru/],
  ],
])('the caveats of a Redis with %s', async (_what, settings, caveats) => {
  const redis = await startRedis(settings[1] === 'yes' ? 'durable' : 'memory');
  try {
    for (let at = 0; at < settings.length; at += 2) await redis.command('config', 'set', ...settings.slice(at, at + 2));
    const found = await redisCaveats(redis.url);
    expect(found).toEqual(caveats.map((caveat) => expect.stringMatching(caveat)));
  } finally {
    await redis.stop();
  }
});

testWith(['redis'])('a Redis that forbids CONFIG: the caveat says so, with the required settings', async () => {
  const redis = await startRedis();
  try {
    await redis.command('acl', 'setuser', 'hosted', 'on', '>secret', '~*', '+@all', '-config');
    const url = redis.url.replace('redis://', 'redis://hosted:secret@');
    const found = await redisCaveats(url);
    expect(found).toEqual([
      expect.stringMatching(
        /^the settings of Redis could not be read \(NOPERM .*\).*appendonly yes.*appendfsync always.*aof-load-truncated no/,
      ),
    ]);
    expect(found.join('')).not.toContain('secret');
  } finally {
    await redis.stop();
  }
});

testWith(['redis'])('the server prints the caveats at its start', async () => {
  const redis = await startRedis('self-repairing');
  const running = start(['reference', '--port', '0', '--store', redis.url], { env: { WHYSLOW_PASSWORD: PASSWORD } });
  try {
    await running.saw(TORN);
    expect(running.said()).toMatch(/^note: .*aof-load-truncated yes/m);
  } finally {
    running.child.kill('SIGTERM');
    await running.ended;
    await redis.stop();
  }
});
