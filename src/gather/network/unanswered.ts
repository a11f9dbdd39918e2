import { adviceText, silenceAdvice, silenceText } from '../../model/silence-text.ts';
import { connectTo } from './connect.ts';
import type { GatherContext } from '../context.ts';
import { resolve } from '../names/resolution.ts';
import { tryOtherProtocols } from './other-protocols.ts';
import { visitOn } from '../http/visit.ts';

/** Why a server did not answer, from a second visit to the first address that accepts a connection. */
export async function whyUnanswered({
  target,
  signal,
  timeoutMs,
}: Pick<GatherContext, 'target' | 'signal' | 'timeoutMs'>): Promise<string> {
  const { answer } = await resolve(target.host);
  if (!answer.ok) return answer.message;
  for (const { address } of answer.value) {
    const connected = await connectTo(address, target.port, timeoutMs);
    if (connected.outcome !== 'accepted') continue;
    const visit = await visitOn(connected.socket, target, { signal, timeoutMs });
    connected.socket.destroy();
    if (visit.ok) return 'a second visit was answered. Try again.';
    const silence = await tryOtherProtocols(visit.silence, { address, target }, { signal, timeoutMs });
    return `${silenceText(silence, target, connected.connectMs)}. ${adviceText(silenceAdvice(silence, target))}`;
  }
  return `no address accepts a connection on port ${target.port}. Is the server running?`;
}
