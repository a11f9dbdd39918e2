import { whileMeasuring } from './internal-errors.ts';

/**
 * Ctrl-C, SIGTERM and internal errors as one signal, so that a run can save what it has; the second Ctrl-C does not wait for
 * that.
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
