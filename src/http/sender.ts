import type { HttpRequest } from '../model/http.ts';
import type { Target } from '../model/target.ts';
import type { Sender, SenderOptions, Sent } from './contract.ts';
import { openOneOrigin } from './one-origin.ts';

/**
 * The connection of one virtual user to a target. Where the target has a separate auth server, its requests go there, on a
 * connection of their own.
 */
export function openSender(target: Target, options: SenderOptions): Sender {
  const own = openOneOrigin(target, options);
  if (target.auth === undefined) return own;
  const auth = openOneOrigin(target.auth, options);
  return {
    send: (request: HttpRequest): Promise<Sent> => (request.origin === 'auth' ? auth : own).send(request),
    close: async () => void (await Promise.all([own.close(), auth.close()])),
  };
}
