import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';
import { expect } from 'vitest';
import { openSender } from '../../src/http/sender.ts';
import type { SenderOptions } from '../../src/http/contract.ts';
import type { HttpRequest } from '../../src/model/http.ts';
import { withFolder } from '../cli/whyslow.ts';
import { testWith } from '../serve/require.ts';

const testWithCertificate = testWith(['openssl']);
const get: HttpRequest = { method: 'GET', path: '/', headers: {}, body: null };

/** A self-signed certificate, as developers use them. */
const certificate = () =>
  withFolder(async (folder) => {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    execFileSync('openssl', ['req', '-x509', ...kind, '-keyout', key, '-out', cert, '-subj', '/CN=localhost'], {
      stdio: 'ignore',
    });
    return { key: readFileSync(key), cert: readFileSync(cert) };
  });

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const senderAt = (port: number, host: string, connection: SenderOptions['connection'] = 'kept-alive') =>
  openSender(
    { url: `https://${host}:${port}/`, scheme: 'https', host, port, path: '/' },
    { connection, timeoutMs: 5_000 },
  );

testWithCertificate('over TLS a connection is kept, and a new one resumes the session', async () => {
  const resumed: boolean[] = [];
  const server = createServer(await certificate(), (_request, response) => response.end('hi'));
  server.on('secureConnection', (socket) => resumed.push(socket.isSessionReused()));
  const port = await portOf(server);
  for (const connection of ['kept-alive', 'new-per-request'] as const) {
    const sender = senderAt(port, '127.0.0.1', connection);
    for (let times = 0; times < 3; times += 1) {
      const { exchanged } = await sender.send(get);
      expect(exchanged).toMatchObject({ answered: true, response: { status: 200, body: 'hi' } });
    }
    await sender.close();
  }
  server.close();
  expect(resumed).toHaveLength(4);
  expect(resumed.slice(0, 2)).toEqual([false, false]);
  expect(resumed.slice(2)).toContain(true);
});

testWithCertificate('what a server sends over TLS is a value too', async () => {
  const tls = await certificate();
  for (const status of ['000', '101', '1000']) {
    const server = createTlsServer(tls, (socket) => {
      socket.on('error', () => {}).once('data', () => socket.end(`HTTP/1.1 ${status} X\r\n\r\nhi`));
    });
    const sender = senderAt(await portOf(server), '127.0.0.1');
    expect((await sender.send(get)).exchanged).toMatchObject({ answered: false, code: 'not-http' });
    await sender.close();
    server.close();
  }
});

testWithCertificate('away from loopback a certificate is checked, and what is wrong with it is named', async () => {
  const server = createServer(await certificate(), (_request, response) => response.end('hi'));
  const port = await portOf(server);
  // The same machine by an address that does not count as loopback, in place of another machine.
  const sender = senderAt(port, '0.0.0.0');
  const { exchanged } = await sender.send(get);
  await sender.close();
  server.close();
  expect(exchanged).toEqual({
    answered: false,
    code: 'certificate',
    message: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT'),
  });
});

testWithCertificate('a plain http server is distinguished from a server that is gone', async () => {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {}).once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  });
  const sender = senderAt(await portOf(server), '127.0.0.1');
  const { exchanged } = await sender.send(get);
  await sender.close();
  server.close();
  expect(exchanged).toEqual({
    answered: false,
    code: 'tls',
    message: expect.stringMatching(/^wrong version number \(ERR_SSL_WRONG_VERSION_NUMBER\)$|\(ERR_SSL_/),
  });
});
