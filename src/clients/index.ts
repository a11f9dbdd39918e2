import type { ClientStack } from './contract.ts';
import { chrome, firefox, safari } from './stacks/browsers.ts';
import { curl777, curl778, curl810, curl816, curl82, curl822 } from './stacks/curl.ts';
import { bunFetch, denoConnect, denoConnect29, denoFetch } from './stacks/deno-bun.ts';
import { dotnet } from './stacks/dotnet.ts';
import { go } from './stacks/go.ts';
import { javaHttpClient, javaUrlConnection, netty } from './stacks/java.ts';
import {
  nodeFetch18,
  nodeFetch20,
  nodeFetch25,
  nodeHttp16,
  nodeHttp18,
  nodeHttp20,
  nodeHttp25,
} from './stacks/node.ts';
import { cppHttplib, libpq, perlHttpTiny, perlSocketInet, wget } from './stacks/others.ts';
import { phpStreams } from './stacks/php.ts';
import {
  pythonAiohttp,
  pythonAiohttpOld,
  pythonAsyncio,
  pythonHttpx,
  pythonHttpxAsync,
  pythonRequests,
  pythonUrllib,
} from './stacks/python.ts';
import { ruby33, ruby34 } from './stacks/ruby.ts';
import { reqwest, tokio } from './stacks/rust.ts';

/** Every generation of every client that is known, the newest of its kind first. */
export const clientStacks: readonly ClientStack[] = [
  chrome,
  firefox,
  safari,
  curl822,
  curl816,
  curl810,
  curl82,
  curl778,
  curl777,
  nodeHttp25,
  nodeHttp20,
  nodeHttp18,
  nodeHttp16,
  nodeFetch25,
  nodeFetch20,
  nodeFetch18,
  denoFetch,
  denoConnect29,
  denoConnect,
  bunFetch,
  pythonRequests,
  pythonUrllib,
  pythonHttpx,
  pythonHttpxAsync,
  pythonAiohttp,
  pythonAiohttpOld,
  pythonAsyncio,
  go,
  javaUrlConnection,
  javaHttpClient,
  netty,
  dotnet,
  ruby34,
  ruby33,
  phpStreams,
  reqwest,
  tokio,
  wget,
  libpq,
  cppHttplib,
  perlHttpTiny,
  perlSocketInet,
];
