import { argv, exit, stderr, stdout } from 'node:process';
import { version } from '../version.ts';

// Asking for the version must cost little more than starting Node, so the command tree is not loaded for it.
if (argv.length === 3 && (argv[2] === '--version' || argv[2] === '-V')) {
  stdout.write(`${version}\n`);
} else {
  const { main } = await import('./program.ts');
  await main(argv);
  // A lookup that was given up still holds the process until the resolver is done with it: do not wait for that.
  stdout.write('', () => stderr.write('', () => exit()));
}
