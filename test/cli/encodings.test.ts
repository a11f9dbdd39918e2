import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readBaseline } from '../../src/cli/baselines.ts';
import { readConfig } from '../../src/cli/config/read.ts';
import { passwordFor } from '../../src/cli/password.ts';
import { readRun } from '../../src/cli/saved-run.ts';
import { baselineOf } from '../../src/judge/compare/standing.ts';
import { frozenRun } from '../golden/frozen-run.ts';
import { encodings } from '../system/encodings.ts';
import { withFolder } from './whyslow.ts';

test.each(encodings)('%s: password, configuration, saved run and baseline are read', (_name, encode) =>
  withFolder(async (folder) => {
    const write = async (name: string, text: string): Promise<string> => {
      await writeFile(join(folder, name), encode(text));
      return join(folder, name);
    };
    const path = await write('password', 'geheim-☃\r\n');
    expect(await passwordFor('me', { from: 'file', path })).toBe('geheim-☃');
    const servers = { local: { url: 'http://localhost:8000' } };
    const config = await readConfig(await write('whyslow.config.json', JSON.stringify({ servers })));
    expect(config.servers.map(({ url }) => url)).toEqual(['http://localhost:8000']);
    const yaml = await readConfig(await write('whyslow.config.yaml', 'servers:\r\n  local:\r\n    url: localhost\r\n'));
    expect(yaml.servers).toHaveLength(1);
    expect((await readRun(await write('run.json', JSON.stringify(frozenRun)))).target).toEqual(frozenRun.target);
    const [kept, cwd] = [JSON.stringify(baselineOf(frozenRun, 'main')), process.cwd()];
    await mkdir(join(folder, '.whyslow', 'baselines'), { recursive: true });
    await write(join('.whyslow', 'baselines', 'main.json'), kept);
    process.chdir(folder);
    expect((await readBaseline('main').finally(() => process.chdir(cwd))).name).toBe('main');
  }),
);
