import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { outputStyleFor } from '../output-style.ts';
import { type Examined, limited, works } from './contract.ts';

interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that change what whyslow and its clients do. Only their names are shown, since a proxy URL may hold a password. */
const CHANGING = [
  'CI',
  'NO_COLOR',
  'FORCE_COLOR',
  'HTTP_PROXY',
  'http_proxy',
  'HTTPS_PROXY',
  'https_proxy',
  'ALL_PROXY',
].concat(['all_proxy', 'NO_PROXY', 'no_proxy', 'NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS', 'WHYSLOW_PASSWORD']);

/** How output is drawn; there is no wrong way. */
export function output(stdin: Stream, stdout: Stream, environment: Environment): Examined {
  const { width, colour, unicode } = outputStyleFor(stdout, environment, true);
  const kind = stdout.isTTY === true ? 'a terminal' : 'a pipe or file';
  const asks = stdin.isTTY === true && stdout.isTTY === true && !isSet(environment['CI']);
  const facts = [`${width} columns`, colour ? 'colours' : 'no colours', unicode ? 'Unicode' : 'ASCII'];
  return works('output', `${kind}, ${facts.join(', ')}, ${asks ? 'with questions' : 'without questions'}`);
}

export function variables(environment: Environment): Examined {
  const set = CHANGING.filter((name) => isSet(environment[name]));
  return works(
    'variables',
    set.length === 0 ? 'none that changes a measurement' : `${set.join(', ')} (values not shown)`,
  );
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';

export const reportFolder = (): Promise<Examined> =>
  access('.', constants.W_OK).then(
    () => works('reports', 'this folder is writable'),
    () => limited('reports', 'this folder is not writable', 'name another folder with --out DIR.'),
  );
