import type { Addresses, Listeners } from '../../model/evidence.ts';
import { adviceText, silenceAdvice, silenceText } from '../../model/silence-text.ts';
import type { Target } from '../../model/target.ts';

/** Why this target cannot be measured; null when at least one of its addresses speaks HTTP. */
export function noAnswerBecause(
  target: Target,
  { visits, resolutions }: Addresses,
  listeners: Listeners | undefined,
): string | null {
  const own = visits.filter(({ name }) => name === target.host);
  if (visits.some(({ answer }) => answer !== null)) return null;
  const unresolved = resolutions.find(({ name, answer }) => name === target.host && !answer.ok);
  if (unresolved?.answer.ok === false) return unresolved.answer.message;
  const silent = own.find(({ silence }) => silence !== null);
  if (silent !== undefined && silent.silence !== null) {
    const connectMs = silent.cold.at(-1)?.connectMs ?? null;
    return `${silenceText(silent.silence, target, connectMs)}. ${adviceText(silenceAdvice(silent.silence, target))}`;
  }
  const tried = own.map(({ address, cold }) => `${address} ${cold.at(-1)?.connect ?? 'not contacted'}`);
  if (listeners !== undefined && listeners.listeners.length > 0) {
    return `a process listens on port ${target.port} and accepts no connection (${tried.join(', ')}). See the findings.`;
  }
  return `no server answers on port ${target.port} (${tried.join(', ')}). Start the server, or check the port.`;
}
