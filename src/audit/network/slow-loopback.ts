import type { LoopbackBaseline } from '../../model/evidence.ts';
import { mayBeTheMachine } from '../../model/machine.ts';
import { median } from '../../stats/quantile.ts';
import { audit, inconclusive, pass } from '../contract.ts';
import { ms } from '../duration.ts';

/**
 * A loopback connect takes 0.05 to 0.5 ms, and a few ms on a busy machine. 20 ms have a cause: a queueing discipline, a
 * filter that drops packets, or security software.
 */
const SLOW_MS = 20;

const typicalMs = (openMs: readonly number[]): number => (openMs.length === 0 ? 0 : median(openMs));

/** Whether a connect to our own listener is slow. Then the cause is the machine, not the server. */
export const loopbackIsSlow = ({ families }: LoopbackBaseline): boolean =>
  families.every(({ openMs }) => openMs.length === 0 || typicalMs(openMs) > SLOW_MS) &&
  families.some(({ openMs }) => openMs.length > 0);

export const slowLoopback = audit({
  id: 'slow-loopback',
  title: 'loopback itself is slow',
  holds: 'loopback is fast',
  needs: ['loopback-baseline'],
  uses: ['machine'],
  explains: ['no-keep-alive'],
  check({ 'loopback-baseline': baseline, machine }) {
    const measured = baseline.families.filter(({ openMs }) => openMs.length > 0);
    if (measured.length === 0) return inconclusive('no listener of our own could be opened on loopback');
    const costMs = Math.max(...measured.map(({ openMs }) => typicalMs(openMs)));
    if (!loopbackIsSlow(baseline)) return pass(`a listener of our own is reached in ${ms(costMs)}`);
    if (mayBeTheMachine(machine, costMs)) {
      return inconclusive(
        `a connect to a listener of our own takes ${ms(costMs)}, and whyslow itself waited for a core: see noisy-machine; the same on an idle machine would decide`,
      );
    }
    return {
      outcome: 'fail',
      severity: costMs >= 500 ? 'high' : 'medium',
      costMs,
      summary:
        `Loopback itself is slow: a connect to a listener of our own takes ${ms(costMs)}, so every server on this ` +
        `machine has this delay.`,
      facts: measured.map(({ address, openMs }) => ({
        kind: 'measure',
        label: `connect to our own listener on ${address}`,
        value: typicalMs(openMs),
        unit: 'ms',
      })),
      advice: [
        {
          do: 'look for a queueing discipline on lo, and remove it (Linux)',
          command: 'tc qdisc show dev lo; tc qdisc del dev lo root',
          where: 'machine',
          savesMs: costMs,
        },
        {
          do: 'look for rules that drop packets (Linux)',
          command: 'nft list ruleset',
          where: 'machine',
          savesMs: costMs,
        },
        {
          do: 'exclude loopback in antivirus, VPN and ad-blocking software',
          command: null,
          where: 'machine',
          savesMs: costMs,
        },
      ],
    };
  },
});
