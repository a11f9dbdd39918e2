import { createServer as createHttpsServer } from 'node:https';
import { describe, expect, test } from 'vitest';
import { listeningOnLoopback, serveBytes, serveHttp } from '../gather/real-servers.ts';
import { selfSigned } from '../serve/certificate.ts';
import { validRun } from './valid-run.ts';
import { whyslow } from './warm.ts';
import { filesOf, withFolder } from './whyslow.ts';

/** The page as one line, so that a wrapped sentence is found. */
const flat = (text: string): string => text.replaceAll(/\s+/g, ' ');

const diagnosed = (url: string, ...options: readonly string[]) =>
  withFolder(async (out) => {
    const ended = await whyslow([url, '--timeout', '500ms', '--out', out, ...options]);
    return { ...ended, page: flat(ended.stdout), run: validRun((await filesOf(out)).get('run.json') ?? '') };
  });

const tls = (): Promise<number> =>
  listeningOnLoopback(createHttpsServer(selfSigned(), (_request, response) => response.end('hello')));

describe('where nothing can be measured, one sentence says why, and the next step stands behind it', () => {
  test.each([
    [
      'a server that hangs',
      () => serveBytes((socket) => void socket.resume()),
      'http',
      /port \d+ accepted the connection after [\d.]+ ms, and sent nothing within 0\.5 s: the server hangs, or is slower than that\. Wait longer with --timeout 30s/,
    ],
    ['a TLS port', tls, 'http', /port \d+ speaks TLS, not http\. Use https: https:\/\/127\.0\.0\.1:\d+\/\./],
    [
      'https on an http port',
      () => serveHttp((_request, response) => response.end()),
      'https',
      /port \d+ speaks http, not https\. Use http: http:\/\/127\.0\.0\.1:\d+\/\./,
    ],
    [
      'an SSH server',
      () => serveBytes((socket) => void socket.write('SSH-2.0-x\r\n')),
      'http',
      /port \d+ speaks SSH, not http\. Check the port/,
    ],
  ])('%s is exit 14', async (_what, start, scheme, sentence) => {
    const { code, page, stderr, run } = await diagnosed(`${scheme}://127.0.0.1:${await start()}/`);
    expect(code).toBe(14);
    expect(page).toMatch(sentence);
    expect(page + stderr + JSON.stringify(run)).not.toMatch(/SSL routines|:error:|does not speak http \(/);
    expect(run.exit.reason).toMatch(sentence);
  });

  test('waiting for a server that speaks TLS reports that too', async () => {
    const { code, page } = await diagnosed(`http://127.0.0.1:${await tls()}/`, '--wait', '1s');
    expect(code).toBe(14);
    expect(page).toMatch(/did not answer within 1\.0 s \(--wait\): at 127\.0\.0\.1, port \d+ speaks TLS, not http\./);
  });
});

describe('an answer whose body does not end as it should is measured', () => {
  test('above 32 MiB the body is read up to that size, and that is reported', async () => {
    const port = await serveHttp((_request, response) => response.end(Buffer.alloc(33 * 1_048_576)));
    const { code, page, run } = await diagnosed(`http://127.0.0.1:${port}/`, '--timeout', '10s');
    expect(code).toBe(0);
    expect(page).toContain('the body beyond 32 MiB, where reading stops');
    expect(run.addresses[0]?.firstByteMs).not.toBeNull();
  });

  test('a body that never ends has a first byte and no end', async () => {
    const port = await serveHttp((_request, response) => response.write('data: 1\n\n'));
    const { code, page } = await diagnosed(`http://127.0.0.1:${port}/`);
    expect(code).toBe(0);
    expect(page).toMatch(/ 127\.0\.0\.1 [\d.]+ ms 200 no end/);
    expect(page).toContain('the end of the body: it did not arrive within 0.5 s');
  });

  test('a wrong Content-Length is a finding and does not end the run', async () => {
    const port = await serveBytes((socket) => {
      socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhello'));
    });
    const { code, page, run } = await diagnosed(`http://127.0.0.1:${port}/`);
    expect(code).not.toBe(14);
    expect(page).toContain('sends more bytes than its Content-Length states');
    expect(run.findings.find(({ id }) => id === 'unreachable-target')?.outcome).toBe('pass');
  });
});
