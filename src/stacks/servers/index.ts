import type { ServerStack } from './contract.ts';
import { djangoRunserver } from './django-runserver.ts';
import { dockerPublish } from './docker-publish.ts';
import { flask } from './flask.ts';
import { goHttp } from './go-http.ts';
import { gunicorn } from './gunicorn.ts';
import { kestrel } from './kestrel.ts';
import { next } from './next.ts';
import { nginx } from './nginx.ts';
import { nodeHttp } from './node-http.ts';
import { phpBuiltin } from './php-builtin.ts';
import { puma } from './puma.ts';
import { pythonHttpServer } from './python-http-server.ts';
import { springBoot } from './spring-boot.ts';
import { uvicorn } from './uvicorn.ts';
import { vite } from './vite.ts';
import { webpackDevServer } from './webpack-dev-server.ts';

/** From the most specific to the most general: the first match is used. */
export const serverStacks: readonly ServerStack[] = [
  djangoRunserver,
  pythonHttpServer,
  flask,
  gunicorn,
  uvicorn,
  vite,
  next,
  webpackDevServer,
  puma,
  springBoot,
  kestrel,
  goHttp,
  phpBuiltin,
  nginx,
  dockerPublish,
  nodeHttp,
];

/** The command line is matched first, since the header may come from a proxy. */
export const recogniseServer = (command: string | null, header: string | null): ServerStack | null =>
  serverStacks.find((stack) => command !== null && stack.command?.test(command) === true) ??
  serverStacks.find((stack) => header !== null && stack.header?.test(header) === true) ??
  null;
