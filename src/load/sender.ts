import type { Target } from '../model/target.ts';
import type { Sender, SenderOptions } from './sent.ts';
import { openSocketSender } from './socket-sender.ts';
import { openUndiciSender } from './undici-sender.ts';

/** The sender whose stamps can be trusted: our own sockets for http, undici where TLS stands in between. */
export const openSender = (target: Target, options: SenderOptions): Sender =>
  target.scheme === 'http' ? openSocketSender(target, options) : openUndiciSender(target, options);
