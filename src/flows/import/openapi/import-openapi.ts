import { ToolError } from '../../../model/error.ts';
import type { Flow } from '../../contract.ts';
import type { Imported, ImportOptions } from '../contract.ts';
import { at, entriesOf, textAt } from '../document.ts';
import { methodOf } from '../exchange.ts';
import { uniqueIds } from '../target.ts';
import { openTally } from '../tally.ts';
import { openVault } from '../vault.ts';
import { type Context, flowOf, type Operation } from './operation.ts';
import { resolverOf } from './references.ts';
import { serverOf } from './server.ts';

/** Each flow is a suite with trials of its own, some 10 s each. */
const MOST_FLOWS = 20;

/**
 * One flow for each operation that can be sent as the document describes it: OpenAPI 3.0, 3.1 and Swagger 2.0.
 * @param document parsed JSON or YAML.
 * @throws ToolError `bad-openapi` (2)
 */
export function importOpenApi(document: unknown, options: ImportOptions): Imported {
  refuseOthers(document);
  const { origin, prefix } = serverOf(document);
  const vault = openVault('OPENAPI');
  const resolve = resolverOf(document);
  const tally = openTally('Operations');
  const unique = uniqueIds();
  const flows: Flow[] = [];
  const context: Context = { document, resolve, prefix, options, vault };
  for (const operation of operationsOf(document, context)) {
    if (flows.length === MOST_FLOWS) {
      tally.add(`after the first ${MOST_FLOWS}`);
      continue;
    }
    const made = flowOf(operation, context);
    if (made.kind === 'flow') flows.push({ ...made.flow, id: unique(made.flow.id) });
    else tally.add(made.because, made.example);
  }
  if (flows.length === 0) {
    throw new ToolError(
      'bad-openapi',
      `No operation of the OpenAPI document can be measured. ${tally.notes().join(' ')}`.trimEnd(),
    );
  }
  return { flows, origin, secrets: vault.secrets, notes: tally.notes() };
}

function refuseOthers(document: unknown): void {
  const version = textAt(document, 'openapi') ?? textAt(document, 'swagger') ?? '';
  if (!/^3\.|^2\.0/.test(version)) {
    throw new ToolError(
      'bad-openapi',
      'The document is not OpenAPI. Expected "openapi": "3.…" or "swagger": "2.0" at its top, as /openapi.json of a server has it.',
    );
  }
  if (Object.keys(entriesOf(at(document, 'paths'))).length > 0) return;
  throw new ToolError('bad-openapi', 'The OpenAPI document has no paths. Name the document that describes the API.');
}

/** The operations of all paths, in the order of the document. HEAD and OPTIONS repeat a GET, and are not read. */
const operationsOf = (document: unknown, { resolve }: Context): readonly Operation[] =>
  Object.entries(entriesOf(at(document, 'paths')))
    .filter(([path]) => path.startsWith('/'))
    .flatMap(([path, item]) => {
      const pathItem = resolve(item);
      return Object.entries(entriesOf(pathItem)).flatMap(([name, operation]) => {
        const method = methodOf(name);
        return method === null || method === 'HEAD' || method === 'OPTIONS'
          ? []
          : [{ method, path, pathItem, operation }];
      });
    });
