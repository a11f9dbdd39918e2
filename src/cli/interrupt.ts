import { whileMeasuring } from './internal-errors.ts';

/**
 * One signal for Ctrl-C, SIGTERM and internal errors, so that a run can save its measurements. A second Ctrl-C ends the
 * process at once.
 */
export function interruptible(): { readonly signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const onInterrupt = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort('interrupted');
  };
  const onTerminate = (): void => controller.abort('terminated');
  const leave = whileMeasuring(controller);
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onTerminate);
  return {
    signal: controller.signal,
    release() {
      leave();
      process.off('SIGINT', onInterrupt);
      process.off('SIGTERM', onTerminate);
    },
  };
}
