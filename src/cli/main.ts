import { argv, exit, stderr, stdout } from 'node:process';
import { version } from '../version.ts';
import { outputFailed, surviveOutput } from './output.ts';

/** What Node exits with when it has nothing left to wait for and a top-level await is open. */
const UNSETTLED = 13;
const UNWRITTEN_EXIT = 2;

surviveOutput();
// Asking for the version must cost little more than starting Node, so the command tree is not loaded for it.
if (argv.length === 3 && (argv[2] === '--version' || argv[2] === '-V')) {
  stdout.write(`${version}\n`);
} else {
  const { endWithInternalError, handleUncaughtErrors, reportInternalErrors } = await import('./internal-errors.ts');
  // An event loop that runs empty ends Node with 13, which means something else here.
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
  // A lookup that was given up still holds the process until the resolver is done with it: do not wait for that.
  stdout.write('', () =>
    stderr.write('', () => {
      if (outputFailed()) process.exitCode ||= UNWRITTEN_EXIT;
      exit();
    }),
  );
}
