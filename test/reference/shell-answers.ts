import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ShownExchange } from '../../src/model/finding.ts';
import { PASSWORD, signIn, USER } from './client.ts';

const run = promisify(execFile);

/** The status that curl gets for the command of an exchange, where a reader filled its variables in. */
export async function statusByCurl(url: string, { make = '', curl }: ShownExchange): Promise<number> {
  // A sign-in that is not needed may be throttled, after the failed ones of some checks.
  const needsTokens = /_TOKEN/.test(curl) && !/BROKEN_TOKEN/.test(curl);
  const { access, refresh } = needsTokens ? await signIn(url) : { access: '', refresh: '' };
  const env = { ...process.env, LOGIN: USER.username, PASSWORD, ACCESS_TOKEN: access, REFRESH_TOKEN: refresh };
  const { stdout } = await run('sh', ['-c', `${make}\n${curl} -s -o /dev/null -w '%{http_code}'`], { env });
  return Number(stdout);
}
