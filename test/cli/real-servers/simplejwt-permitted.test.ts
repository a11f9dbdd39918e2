import { expect } from 'vitest';
import { realServers } from '../../real-servers/index.ts';
import { startRealServer, testWithServer } from '../../real-servers/start.ts';
import { validRun } from '../valid-run.ts';
import { whyslow } from '../whyslow.ts';

const LONGEST_MS = 120_000;

const simplejwt = realServers.find(({ id }) => id === 'simplejwt');
if (simplejwt === undefined) throw new Error('The list of real servers has no simplejwt.');

testWithServer(simplejwt)(
  'a stock SimpleJWT lets its password be guessed, and an access log with request ids has each event',
  async () => {
    const { url, username, password, accessLog, stop } = await startRealServer(simplejwt, { CARELINK_HASHER: 'quick' });
    try {
      const { stdout, stderr } = await whyslow(
        [
          'verify',
          url,
          '--user',
          username,
          '--json',
          '--only',
          'login-unthrottled,missing-retry-after,audit-trail',
          '--allow-lockout',
          '--audit-log',
          accessLog,
        ],
        { env: { WHYSLOW_PASSWORD: password } },
      );
      if (stdout === '') throw new Error(stderr);
      expect(validRun(stdout).checks.map(({ id, outcome }) => [id, outcome])).toEqual([
        ['login-unthrottled', 'fail'],
        ['missing-retry-after', 'not-applicable'],
        ['audit-log-incomplete', 'pass'],
      ]);
    } finally {
      await stop();
    }
  },
  LONGEST_MS,
);
