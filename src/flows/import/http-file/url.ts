import { splitUrl, targetOf } from '../target.ts';
import { fill, type Filled, hasSlots, type Names, type Need, type Reader } from './variables.ts';

/** Where a request goes. The origin is null where the file does not say it. */
export type Target =
  | {
      readonly kind: 'target';
      readonly origin: string | null;
      /** Name and password before the host. */
      readonly user: string | null;
      readonly target: string;
      readonly needs: readonly Need[];
    }
  | Extract<Filled, { kind: 'unknown' }>;

/** Scheme and host, also as variables, and the rest. */
const PARTS = /^((?:(?:https?|\{\{[^{}]*\}\}):\/\/)?(?:\{\{[^{}]*\}\}|[^/?#{}])*)([\s\S]*)$/i;

/** @param host of a header, for a request line with a path only. A template. */
export function targetIn(url: string, host: string | null, names: Names, reader: Reader): Target {
  const [, base = '', rest = ''] = PARTS.exec(url) ?? [];
  const filled = fill(rest, names, reader);
  if (filled.kind === 'unknown') return filled;
  const known = base === '' ? ofHeader(host) : baseOf(base, names, reader);
  if (known === null || isOpen(known.template)) {
    return { kind: 'target', origin: null, user: null, target: targetOf(filled.template), needs: filled.needs };
  }
  const written = SCHEME.test(known.template) ? known.template : `http://${known.template}`;
  return targetAt(`${written}${filled.template}`, [...filled.needs, ...known.needs]);
}

function targetAt(url: string, needs: readonly Need[]): Target {
  const split = splitUrl(url);
  return split === null
    ? { kind: 'unknown', because: 'with a URL that cannot be read' }
    : { kind: 'target', ...split, needs };
}

type Known = Extract<Filled, { kind: 'filled' }>;

const ofHeader = (host: string | null): Known | null =>
  host === null ? null : { kind: 'filled', template: host, needs: [] };

const SCHEME = /^[a-z]+:\/\//i;

/** Whether scheme and host have a value that is not known before the run. */
const isOpen = (template: string): boolean => hasSlots(/^(?:[a-z]+:\/\/)?[^/?#]*/i.exec(template)?.[0] ?? '');

/** Null where a variable has no value. A host may be a variable of the process, whose value is looked at. */
function baseOf(base: string, names: Names, reader: Reader): Known | null {
  const hidden = fill(base, names, reader);
  if (hidden.kind === 'unknown') return null;
  const shown = isOpen(hidden.template) ? fill(base, names, { ...reader, secrets: 'shown' }) : hidden;
  return shown.kind === 'unknown' ? null : shown;
}
