import { stdout } from 'node:process';
import { DEFAULT_REFRESH_SECONDS } from '../../reference/options.ts';
import { rotateKeys } from '../../reference/tokens/key-file.ts';

export interface RotateKeysOptions {
  readonly keys: string;
  readonly refresh?: number;
}

export async function rotate({ keys: file, refresh }: RotateKeysOptions): Promise<void> {
  const refreshSeconds = refresh === undefined ? DEFAULT_REFRESH_SECONDS : refresh / 1000;
  const keys = await rotateKeys(file, Date.now(), refreshSeconds);
  const [newest] = keys;
  const fromS = Math.round(((newest?.activeFromMs ?? 0) - Date.now()) / 1000);
  stdout.write(`${newest?.alg} key ${newest?.kid} signs in ${fromS} s; ${keys.length - 1} older verify on\n`);
}
