import type { Command } from 'commander';

export function addDoctor(program: Command): void {
  program
    .command('doctor')
    .description('list what whyslow can read on this machine, for yourself or for an error report')
    .option('--json', 'print it as JSON')
    .action(async (options) => {
      const { doctor } = await import('./index.ts');
      await doctor(options);
    });
}
