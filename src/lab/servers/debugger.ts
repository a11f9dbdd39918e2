import { once } from 'node:events';
import { get, request, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

const HOST = '127.0.0.1';
/** The server opens its port before it listens, and this process may be quicker. */
const TRIES = 100;
const PAUSE_MS = 50;

/** Connects like an editor, so that the process stops at its breakpoints, and never lets it continue. */
export async function attachDebugger(port: number): Promise<void> {
  const path = new URL(await webSocketUrl(port)).pathname;
  const upgrade = request({
    host: HOST,
    port,
    path,
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': Buffer.alloc(16).toString('base64'),
    },
  });
  upgrade.end();
  const [, socket] = (await once(upgrade, 'upgrade')) as [IncomingMessage, Socket];
  socket.resume();
  socket.write(frame('{"id":1,"method":"Debugger.enable"}'));
}

async function webSocketUrl(port: number): Promise<string> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const response = await once(get({ host: HOST, port, path: '/json/list' }), 'response').catch(() => null);
    if (response !== null) {
      const [first] = JSON.parse(await text(response[0] as IncomingMessage)) as { webSocketDebuggerUrl: string }[];
      if (first !== undefined) return first.webSocketDebuggerUrl;
    }
    await sleep(PAUSE_MS);
  }
  throw new Error(`no debugger port ${port}`);
}

/** One text frame, masked with zeros (RFC 6455 §5.2). It holds less than 126 bytes. */
const frame = (message: string): Buffer =>
  Buffer.concat([Buffer.from([0x81, 0x80 | message.length, 0, 0, 0, 0]), Buffer.from(message)]);
