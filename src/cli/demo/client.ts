import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { lookup } from 'node:dns/promises';
import { connect } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { Credentials } from '../../model/auth.ts';
import { findProgram } from '../../system/programs.ts';

/** Times of the demo's requests in ms, each on a new connection. */
export interface RequestTimes {
  readonly login: readonly number[];
  readonly refresh: readonly number[];
  readonly api: readonly number[];
}

/** A client that tries the addresses of a name in order, like Python requests, .NET and wget. */
export interface SequentialClient {
  readonly title: string;
  run(origin: string, who: Credentials, times: number): Promise<RequestTimes>;
}

/** One login, then refreshes and reads; every urllib call opens a new connection. The password comes by stdin. */
const SCRIPT = `
import json, sys, time, urllib.request
origin, user, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
took = {"login": [], "refresh": [], "api": []}
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
def call(kind, path, body=None, bearer=None):
    headers = {"Content-Type": "application/json"}
    if bearer: headers["Authorization"] = "Bearer " + bearer
    data = None if body is None else json.dumps(body).encode()
    start = time.perf_counter()
    with opener.open(urllib.request.Request(origin + path, data, headers)) as answer: text = answer.read()
    took[kind].append((time.perf_counter() - start) * 1000)
    return json.loads(text)
tokens = call("login", "/api/token/", {"username": user, "password": sys.stdin.readline().rstrip("\\n")})
for _ in range(times):
    tokens = call("refresh", "/api/token/refresh/", {"refresh": tokens["refresh"]})
    call("api", "/api/me/", bearer=tokens["access"])
print(json.dumps(took))
`;

/** python3 where it is installed, else an emulation that names itself as one. */
export async function sequentialClient(): Promise<SequentialClient> {
  const python = findProgram('python3');
  const version = python === null ? null : await output(python, ['--version'], '').catch(() => null);
  if (python === null || version === null) return emulation;
  return { title: `${version.trim()}, urllib`, run: (...given) => runPython(python, ...given) };
}

async function runPython(python: string, origin: string, who: Credentials, times: number): Promise<RequestTimes> {
  return JSON.parse(await output(python, ['-c', SCRIPT, origin, who.username, String(times)], `${who.password}\n`));
}

async function output(command: string, args: readonly string[], input: string): Promise<string> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  let [text, errorText] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (errorText += chunk));
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${errorText.trim().split('\n').at(-1)}`);
  return text;
}

/** Times only the connects, where a sequential client differs from others. */
const emulation: SequentialClient = {
  title: 'a sequential client, emulated by whyslow (python3 is not installed)',
  async run(origin, _who, times) {
    const walks: number[] = [];
    for (let turn = 0; turn < 1 + 2 * times; turn += 1) walks.push(await walk(new URL(origin)));
    return { login: walks.slice(0, 1), refresh: walks.slice(1, 1 + times), api: walks.slice(1 + times) };
  },
};

async function walk({ hostname, port }: URL): Promise<number> {
  const start = performance.now();
  const addresses = await lookup(hostname.replace(/^\[|\]$/g, ''), { all: true, order: 'verbatim', hints: 0 });
  for (const { address } of addresses) {
    if (await accepted(address, Number(port))) return performance.now() - start;
  }
  throw new Error(`no address of ${hostname} accepts`);
}

function accepted(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
