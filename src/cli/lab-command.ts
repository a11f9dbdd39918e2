import type { Command } from 'commander';
import { portNumber } from './values.ts';

export function addLab(program: Command): void {
  program
    .command('lab')
    .description('list real faults, or run one in a private namespace and diagnose it (Linux)')
    .argument('[fault]', 'like late-refused-first-address; without it, the list')
    .option('--json', 'print the run as JSON on stdout')
    .option('--no-color', 'no colours')
    .action(async (fault: string | undefined, options) => {
      const { lab } = await import('./lab.ts');
      process.exitCode = await lab(fault, options);
    });
}

export function addDemo(program: Command): void {
  program
    .command('demo')
    .description('the 2000 ms story on a real kernel, diagnosed and cured, with its report (Linux)')
    .option('--out <dir>', 'write the report there (default: reports/<date>-demo)')
    .option('--no-color', 'no colours')
    .action(async (options) => {
      const { demo } = await import('./demo/index.ts');
      process.exitCode = await demo(options);
    });
  program
    .command('demo-inside', { hidden: true })
    .argument('<port>', 'where the server of the story listens', portNumber)
    .argument('<folder>', 'where the report goes')
    .option('--no-color', 'no colours')
    .action(async (port: number, folder: string, { color }: { readonly color: boolean }) => {
      const { demoInside } = await import('./demo/inside.ts');
      await demoInside(port, folder, color);
    });
}
