import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ShownExchange } from '../../src/model/finding.ts';
import { PASSWORD, signIn, USER } from './client.ts';

const run = promisify(execFile);

/** The status that curl gets for the command of an exchange, where a reader filled its variables in. */
export async function statusByCurl(url: string, { make = '', curl }: ShownExchange): Promise<number> {
  const { access, refresh } = await signIn(url);
  const env = { ...process.env, LOGIN: USER.username, PASSWORD, ACCESS_TOKEN: access, REFRESH_TOKEN: refresh };
  const { stdout } = await run('sh', ['-c', `${make}\n${curl} -s -o /dev/null -w '%{http_code}'`], { env });
  return Number(stdout);
}
