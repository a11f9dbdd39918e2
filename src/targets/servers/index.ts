import type { ServerStack } from './contract.ts';
import { djangoRunserver } from './django-runserver.ts';
import { flask } from './flask.ts';
import { gunicorn } from './gunicorn.ts';
import { nodeHttp } from './node-http.ts';
import { pythonHttpServer } from './python-http-server.ts';
import { uvicorn } from './uvicorn.ts';

/** From the most particular to the most general: the first that recognises a server names it. */
const serverStacks: readonly ServerStack[] = [djangoRunserver, pythonHttpServer, flask, gunicorn, uvicorn, nodeHttp];

/** Names the server by its command line first, since a header may come from a proxy in between. */
export const recogniseServer = (command: string | null, header: string | null): ServerStack | null =>
  serverStacks.find((stack) => command !== null && stack.command?.test(command) === true) ??
  serverStacks.find((stack) => header !== null && stack.header?.test(header) === true) ??
  null;
