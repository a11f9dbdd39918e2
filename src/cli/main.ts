import { argv, exit, stderr, stdout } from 'node:process';
import { version } from '../version.ts';
import { outputFailed, surviveOutput } from './output.ts';

/** Exit code of Node when the event loop is empty and a top-level await is still pending. */
const UNSETTLED = 13;
const UNWRITTEN_EXIT = 2;

surviveOutput();
// --version must cost little more than starting Node, so it does not load the command tree.
if (argv.length === 3 && (argv[2] === '--version' || argv[2] === '-V')) {
  stdout.write(`${version}\n`);
} else {
  const { endWithInternalError, handleUncaughtErrors, reportInternalErrors } = await import('./internal-errors.ts');
  // Node exits with 13 when the event loop is empty; for whyslow that code means an invalid measurement.
  const cutShort = (code: number): void => {
    if (code !== UNSETTLED) return;
    endWithInternalError(new Error('the event loop ended before the command did'));
    exit(1);
  };
  process.once('exit', cutShort);
  handleUncaughtErrors();
  await import('./program.ts').then(({ main }) => main(argv)).catch(endWithInternalError);
  reportInternalErrors();
  process.off('exit', cutShort);
  // A cancelled name lookup keeps the process alive until the resolver returns: exit without waiting for it.
  stdout.write('', () =>
    stderr.write('', () => {
      if (outputFailed()) process.exitCode ||= UNWRITTEN_EXIT;
      exit();
    }),
  );
}
