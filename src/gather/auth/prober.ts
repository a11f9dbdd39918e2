import { parseJson } from '../../flows/interpreter.ts';
import type { Send } from '../../flows/perform.ts';
import type { HttpRequest, HttpResponse } from '../../model/http.ts';
import { type Probe, type ProbeResponse, requestOf } from '../../stacks/auth/detection.ts';

/** Sends probes, each once, and remembers the responses. */
export interface Prober {
  /** Null where no response came, or none may be asked for any more. */
  ask(probe: Probe): Promise<ProbeResponse | null>;
  /** The requests so far, those to paths without a route included. */
  sent(): number;
}

/** A path that no server has. */
const NO_ROUTE = 'whyslow-no-such-route';

/** The detection and the search for a login need some 130 requests where a server answers everything alike. */
const MOST_REQUESTS = 250;

/** A server that stopped answering would cost the timeout of each further request. */
const MOST_FAILURES = 3;

/** @param urlPath the path of the target's URL, without a query. */
export function openProber(send: Send, urlPath: string): Prober {
  const seen = new Map<string, Promise<HttpResponse | null>>();
  let sent = 0;
  let failures = 0;

  const sendOnce = async (request: HttpRequest): Promise<HttpResponse | null> => {
    if (sent === MOST_REQUESTS || failures === MOST_FAILURES) return null;
    sent += 1;
    const exchanged = await send(request);
    failures = exchanged.answered ? 0 : failures + 1;
    return exchanged.answered ? exchanged.response : null;
  };
  const responseTo = (probe: Probe): Promise<HttpResponse | null> => {
    const request = requestOf(probe, urlPath);
    const key = JSON.stringify(request);
    const known = seen.get(key) ?? sendOnce(request);
    seen.set(key, known);
    return known;
  };

  return {
    sent: () => sent,
    async ask(probe) {
      const response = await responseTo(probe);
      if (response === null) return null;
      const view = { ...response, json: parseJson(response.body) };
      if (response.status === 404) return { ...view, likeNoRoute: true };
      const sibling = siblingOf(probe);
      const other = await responseTo(sibling);
      return { ...view, likeNoRoute: other !== null && shapeOf(other, sibling.path) === shapeOf(response, probe.path) };
    },
  };
}

/** A gateway or a middleware may answer for a whole folder of paths, so that the sibling is in the same one. */
function siblingOf(probe: Probe): Probe {
  const [, folder = '/', slash = ''] = /^(.*\/)[^/?]+(\/?)(?:\?.*)?$/.exec(probe.path) ?? [];
  return { ...probe, path: `${folder}${NO_ROUTE}${slash}` };
}

/** What is the same in two responses that come from one handler: not times, ids and the path. */
function shapeOf({ status, body }: HttpResponse, path: string): string {
  const json = parseJson(body);
  if (typeof json !== 'object' || json === null) return `${status} ${kindOf(body, json)}`;
  const texts = Object.entries(json).filter(([key]) => MESSAGE.test(key));
  return `${status} ${Object.keys(json).sort().join()} ${JSON.stringify(texts).replaceAll(path, '')}`;
}

const MESSAGE = /^(?:message|msg|error|error_description|detail|title|code|name)$/;

function kindOf(body: string, json: unknown): string {
  if (body.trim() === '') return 'empty';
  if (json !== undefined) return 'json';
  return /^\s*<|<html/i.test(body) ? 'html' : 'text';
}
