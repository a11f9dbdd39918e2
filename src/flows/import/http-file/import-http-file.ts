import { ToolError } from '../../../model/error.ts';
import type { Flow } from '../../contract.ts';
import { envNamesIn } from '../../env-names.ts';
import type { Imported, ImportOptions } from '../contract.ts';
import { isWrite, WRITES } from '../exchange.ts';
import { uniqueIds } from '../target.ts';
import { openTally, type Tally } from '../tally.ts';
import { openVault } from '../vault.ts';
import { readHttpFile, type WrittenRequest } from './blocks.ts';
import { chainOf, flowOf } from './flows.ts';
import { resolve, type Resolved } from './resolve.ts';

export interface HttpFileOptions extends ImportOptions {
  /**
   * Variables of the environment that the user chose in the editor, like `host`, and of the process or `.env`. Values of the
   * latter are secrets.
   */
  readonly env: Readonly<Record<string, string>>;
  /** Variables of a private environment file. Each value is a secret, also where its name does not say so. */
  readonly privateEnv?: Readonly<Record<string, string>>;
}

/**
 * One flow for each request of a file of VS Code REST Client or JetBrains. A request that needs a value of another
 * response has that request as a step before it, also where that one changes data.
 * @throws ToolError `bad-http-file` (2)
 */
export function importHttpFile(text: string, options: HttpFileOptions): Imported {
  const { includeWrites, hasAccount, env, privateEnv = {} } = options;
  const file = readHttpFile(text);
  const vault = openVault('HTTP');
  const tally = openTally('Requests');
  const resolved = file.requests.map((request, index) =>
    resolve(request, index, { file, env, privateEnv, vault }, hasAccount),
  );
  const origin = originOf(resolved);
  const here = resolved.map((request): Resolved =>
    isHere(request, origin) ? request : { kind: 'left-out', because: ELSEWHERE },
  );
  const unique = uniqueIds();
  const flows = file.requests.flatMap((request, index): readonly Flow[] => {
    const chain = chainOf(index, here);
    const because = refusal(here[index], chain, includeWrites);
    if (because !== null || chain === null) {
      tally.add(because ?? 'that cannot be sent', nameOf(request));
      return [];
    }
    const flow = flowOf(chain, file.requests, here, hasAccount ? 'session' : 'nothing');
    return flow === null ? [] : [{ ...flow, id: unique(flow.id) }];
  });
  if (flows.length === 0) throw nothing(file.requests, tally);
  const secrets = { ...usedSecrets(vault.secrets, flows), ...usedSecrets(env, flows) };
  return {
    flows,
    origin,
    secrets,
    notes: [...tally.notes(), ...scriptNote(file.requests), ...unsetNote(flows, secrets)],
  };
}

const ELSEWHERE = 'to other origins than the first one';

/** Of the first request that names one. */
const originOf = (resolved: readonly Resolved[]): string | null =>
  resolved.flatMap((request) => (request.kind === 'resolved' ? (request.origin ?? []) : []))[0] ?? null;

const isHere = (request: Resolved, origin: string | null): boolean =>
  request.kind === 'left-out' || request.origin === null || request.origin === origin;

function refusal(
  request: Resolved | undefined,
  chain: readonly number[] | null,
  includeWrites: boolean,
): string | null {
  if (request?.kind !== 'resolved') return request?.because ?? null;
  if (isWrite(request.exchange.method) && !includeWrites) return WRITES;
  return chain === null ? 'that need the response of a request that was left out' : null;
}

/** The request line may hold secrets, so that it is named by its place. */
const nameOf = ({ name, line }: WrittenRequest): string =>
  name !== null && /^[\w-]{1,40}$/.test(name) ? `${name} in line ${line}` : `line ${line}`;

const nothing = (requests: readonly WrittenRequest[], tally: Tally): ToolError =>
  new ToolError(
    'bad-http-file',
    requests.length === 0
      ? 'The .http file has no request. Expected lines like "GET http://localhost:3000/api/items", separated by ###.'
      : `No request of the .http file can be measured. ${tally.notes().join(' ')}`,
  );

/** Requests that are left out may have secrets too. */
function usedSecrets(
  secrets: Readonly<Record<string, string>>,
  flows: readonly Flow[],
): Readonly<Record<string, string>> {
  const used = envNamesIn(flows);
  return Object.fromEntries(Object.entries(secrets).filter(([name]) => used.includes(name)));
}

function scriptNote(requests: readonly WrittenRequest[]): readonly string[] {
  const count = requests.filter(({ hasOtherScript }) => hasOtherScript).length;
  if (count === 0) return [];
  return [
    `Scripts of ${count} request${count === 1 ? '' : 's'} were left out, since only client.global.set with a value of the response is read.`,
  ];
}

function unsetNote(flows: readonly Flow[], secrets: Readonly<Record<string, string>>): readonly string[] {
  const unset = envNamesIn(flows).filter((name) => !Object.hasOwn(secrets, name));
  return unset.length === 0 ? [] : [`Environment variables that have to be set: ${unset.join(', ')}.`];
}
