import { randomBytes } from 'node:crypto';
import type { ArmSubject } from '../../gather/compare/index.ts';
import { parseTarget } from '../../gather/target.ts';
import { simplejwt } from '../../stacks/auth/simplejwt.ts';
import { startReference } from '../../reference/process.ts';

/** Functions that stop the servers started for a command. */
export type Stops = (() => Promise<void>)[];

/** Starts a reference server in its own process, with a password that exists only for this command. */
export async function referenceSubject(stops: Stops): Promise<ArmSubject> {
  const password = randomBytes(18).toString('base64url');
  const reference = await startReference({ port: 0, users: 1, password });
  stops.push(() => reference.stop());
  const [username = 'user1'] = reference.users;
  return {
    target: parseTarget(reference.url),
    credentials: { username, password },
    stack: simplejwt,
    apiPath: null,
  };
}
