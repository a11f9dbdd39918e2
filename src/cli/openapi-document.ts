import { stayOnThisMachine } from '../gather/reach.ts';
import { parseTarget } from '../gather/target.ts';
import { LONGEST_BODY_BYTES } from '../http/contract.ts';
import { openSender } from '../http/sender.ts';
import { ToolError } from '../model/error.ts';
import { failureText } from '../model/http.ts';

const TIMEOUT_MS = 10_000;

export const isUrl = (text: string): boolean => /^https?:\/\//i.test(text);

/**
 * The document at a URL of this machine or in a file, in JSON or YAML.
 * @throws ToolError `bad-openapi`, `bad-url`, `remote-target` (exit 2)
 */
export async function openApiDocument(
  source: string,
  allowRemote: string | null,
  textIn: (path: string) => Promise<string>,
): Promise<unknown> {
  const text = isUrl(source) ? await fetched(source, allowRemote) : await textIn(source);
  const { parseDocument } = await import('yaml');
  const document = parseDocument(text, { prettyErrors: false });
  if (document.errors.length > 0) {
    throw new ToolError('bad-openapi', `${shown(source)} is neither JSON nor YAML. Expected an OpenAPI document.`);
  }
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch {
    throw new ToolError('bad-openapi', `${shown(source)} has too many YAML aliases to be read.`);
  }
}

async function fetched(url: string, allowRemote: string | null): Promise<string> {
  const target = parseTarget(url);
  await stayOnThisMachine(target, allowRemote);
  const sender = openSender(target, { connection: 'kept-alive', timeoutMs: TIMEOUT_MS });
  try {
    const { exchanged } = await sender.send({
      method: 'GET',
      path: target.path,
      headers: { accept: 'application/json' },
      body: null,
    });
    if (!exchanged.answered)
      throw new ToolError('bad-openapi', `${target.url} got no answer (${failureText(exchanged)}).`);
    const { status, body } = exchanged.response;
    if (body.length >= LONGEST_BODY_BYTES)
      throw new ToolError('bad-openapi', `${target.url} is longer than 1 MiB. Save it and name the file.`);
    if (status !== 200)
      throw new ToolError(
        'bad-openapi',
        `${target.url} answered ${status}. Expected the OpenAPI document of the server.`,
      );
    return body;
  } finally {
    await sender.close();
  }
}

const shown = (source: string): string => (isUrl(source) ? parseTarget(source).url : source);
