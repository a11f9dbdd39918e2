import { arch, release } from 'node:os';
import { env, platform, stdin, stdout, versions } from 'node:process';
import { version } from '../../version.ts';
import { outputStyleFor } from '../output-style.ts';
import type { Doctor } from './contract.ts';
import { ipv6Loopback, localhostLookup, nameFiles } from './network.ts';
import { kernelCounters, listeningPorts, processWaits } from './processes.ts';
import { clientPrograms, lab, packages } from './programs.ts';
import { output, reportFolder, variables } from './terminal.ts';
import { doctorText } from './text.ts';

/** What whyslow can read and start on this machine. Nothing is sent, and no value of the environment is shown. */
export async function examine(): Promise<Doctor> {
  return {
    versions: { whyslow: version, node: versions.node, platform, architecture: arch(), kernel: release() },
    parts: [
      await localhostLookup(),
      await ipv6Loopback(),
      await nameFiles(),
      await listeningPorts(),
      await processWaits(),
      await kernelCounters(),
      await reportFolder(),
      clientPrograms(),
      lab(),
      ...packages(),
      output(stdin, stdout, env),
      variables(env),
    ],
  };
}

export async function doctor({ json }: { readonly json?: true }): Promise<void> {
  const examined = await examine();
  const text =
    json === true ? `${JSON.stringify(examined, null, 2)}\n` : doctorText(examined, outputStyleFor(stdout, env, true));
  stdout.write(text);
}
