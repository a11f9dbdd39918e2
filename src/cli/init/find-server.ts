import { connect } from 'node:net';
import { ToolError } from '../../model/error.ts';
import { portsOf, type Seen } from './project.ts';

/** A listener of this machine accepts within some ms. */
const CONNECT_TIMEOUT_MS = 1_000;

/**
 * The URL of the server of this project: the first of the ports that its files name where something listens.
 * @throws ToolError `no-server` (exit 2)
 */
export async function urlOfProject(project: readonly Seen[]): Promise<string> {
  const ports = portsOf(project);
  for (const port of ports) if (await listensOn(port)) return `http://localhost:${port}`;
  const tried =
    ports.length === 0
      ? 'No file of this folder names the port of a server.'
      : `Nothing listens on ${ports.map((port) => `${port} (${filesNaming(port, project)})`).join(', ')}.`;
  throw new ToolError('no-server', `${tried} Start the server, or name its URL, like whyslow init 8000.`);
}

const filesNaming = (port: number, project: readonly Seen[]): string =>
  project.flatMap(({ file, ports }) => (ports.includes(port) ? [file] : [])).join(', ');

/** `localhost` is tried in both address families. */
function listensOn(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: 'localhost', port, autoSelectFamily: true });
    const end = (listens: boolean): void => {
      socket.destroy();
      resolve(listens);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.setTimeout(CONNECT_TIMEOUT_MS, () => end(false));
  });
}
