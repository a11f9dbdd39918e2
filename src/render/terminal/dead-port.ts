import { otherPortsText } from '../../model/other-ports.ts';
import type { Run } from '../../model/run.ts';
import type { Pen } from './pen.ts';

const UNREACHABLE = 14;

/** Whether each address refused at once, so that the first line is all there is to say about the server. */
export const isDead = ({ exit, addresses, against }: Run): boolean =>
  exit.code === UNREACHABLE && against === null && addresses.every(({ connect }) => connect === 'refused');

/** The ports of this machine that do have a server. Empty where they are not known. */
export function drawOtherPorts({ evidence }: Run, pen: Pen): string {
  const listeners = evidence.find(({ kind }) => kind === 'listeners');
  if (listeners?.kind !== 'listeners' || !listeners.outcome.ok) return '';
  const text = otherPortsText(listeners.outcome.value.otherPorts);
  return text === '' ? '' : pen.wrap(text, 2);
}
