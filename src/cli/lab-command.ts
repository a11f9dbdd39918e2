import type { Command } from 'commander';
import { portNumber } from './values.ts';

export function addLab(program: Command): void {
  program
    .command('lab')
    .description('list the faults, or create one in a private namespace and diagnose it (Linux)')
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
    .description('reproduce the 2000 ms localhost delay, diagnose and fix it, with a report (Linux)')
    .option('--out <dir>', 'write the report there (default: reports/<date>-demo)')
    .option('--no-color', 'no colours')
    .action(async (options) => {
      const { demo } = await import('./demo/index.ts');
      process.exitCode = await demo(options);
    });
  program
    .command('demo-inside', { hidden: true })
    .argument('<port>', 'port of the demo server', portNumber)
    .argument('<folder>', 'folder of the report')
    .option('--no-color', 'no colours')
    .action(async (port: number, folder: string, { color }: { readonly color: boolean }) => {
      const { demoInside } = await import('./demo/inside.ts');
      await demoInside(port, folder, color);
    });
}
