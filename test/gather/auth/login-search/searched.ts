import type { Send } from '../../../../src/flows/perform.ts';
import { findLogins } from '../../../../src/gather/auth/generic-login.ts';
import type { LoginSearch } from '../../../../src/gather/auth/login-search/no-login-text.ts';
import type { Sender } from '../../../../src/http/contract.ts';
import { openSender } from '../../../../src/http/sender.ts';
import { contextFor } from '../../real-servers.ts';
import { json, type Received, type Respond, serve } from '../login-servers.ts';

export async function withSender<T>(port: number, use: (sender: Sender) => Promise<T>): Promise<T> {
  const sender = openSender(contextFor(port).target, { connection: 'kept-alive', timeoutMs: 5_000 });
  try {
    return await use(sender);
  } finally {
    await sender.close();
  }
}

export const sendOn =
  (sender: Sender): Send =>
  async (request) =>
    (await sender.send(request)).exchanged;

export async function searched(respond: Respond): Promise<LoginSearch & { readonly received: readonly Received[] }> {
  const { port, received } = await serve(respond);
  const search = await withSender(port, (sender) => findLogins(sendOn(sender), contextFor(port)));
  return { ...search, received };
}

/** An error in prose. */
export const message = (missing: readonly string[]) => json(400, { message: `${missing.join(' and ')} required` });
