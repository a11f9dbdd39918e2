import { isSecretName } from '../../../model/secrets.ts';

const PORT_NAMES: ReadonlySet<string> = new Set(['port', 'ports']);
const PORT_LETTERS: ReadonlySet<string> = new Set(['p', 'P', 'l']);
const ADDRESS_NAMES: ReadonlySet<string> = new Set(
  'host hostname bind address addr listen ip interface urls url http https'.split(' '),
);
const ADDRESS_LETTERS: ReadonlySet<string> = new Set(['b', 'h', 'H', 'a', 'i', 'l', 'S', 'o', 'p']);

/** Whether an option sets where the server listens, and its value is only a port or an address. */
export function isListening(option: string, value: string, port: number | null): boolean {
  if (isSecretName(option)) return false;
  const name = option.replace(/^--?/, '');
  const last = (name.split(/[-._]|(?<=[a-z])(?=[A-Z])/).at(-1) ?? '').toLowerCase();
  if (PORT_NAMES.has(last) && isPortNumber(value)) return true;
  if (PORT_LETTERS.has(name) && isPlace(value, port)) return true;
  return (
    (ADDRESS_NAMES.has(last) || ADDRESS_LETTERS.has(name)) && value.split(/[;,]/).every((one) => isPlace(one, port))
  );
}

const isPortNumber = (text: string): boolean => /^\d{1,5}$/.test(text) && Number(text) <= 65_535;

const HERE =
  /^(?:localhost|\*|(?:\d{1,3}\.){3}\d{1,3}|\[[\da-f:.]*:[\da-f:.]*\]|[\w-]+(?:\.[\w-]+)*\.(?:localhost|test))$/i;

/** Whether the text is the port of the listener, or an address with or without a port. */
export function isPlace(text: string, port: number | null): boolean {
  const bare = text.replace(/^(?:https?|tcp|ssl):\/\//, '').replace(/\/$/, '');
  if (isPortNumber(bare)) return port === null || Number(bare) === port;
  if (isHere(bare)) return true;
  const [, host, digits] = /^(.*):(\d{1,5})$/.exec(bare) ?? [];
  return host !== undefined && digits !== undefined && isPortNumber(digits) && listensAs(host, Number(digits) === port);
}

/** No host means every address. A name is an address if the listener's port follows; else it may be an account. */
const listensAs = (host: string, isOwnPort: boolean): boolean =>
  host === '' || isHere(host) || (isOwnPort && /^[\w.-]+$/.test(host));

const isHere = (host: string): boolean => HERE.test(host) || /^[\da-f:.]*::[\da-f:.]*$/i.test(host);
