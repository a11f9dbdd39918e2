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
  const { template, needs } = filled;
  const known = base === '' ? host : baseOf(base, names, reader);
  if (known === null || hasSlots(known)) {
    return { kind: 'target', origin: null, user: null, target: targetOf(template), needs };
  }
  const split = splitUrl(`${/^[a-z]+:\/\//i.test(known) ? known : `http://${known}`}${template}`);
  return split === null
    ? { kind: 'unknown', because: 'with a URL that cannot be read' }
    : { kind: 'target', ...split, needs };
}

/** A template; null where a variable of it has no value. */
function baseOf(base: string, names: Names, reader: Reader): string | null {
  const filled = fill(base, names, { ...reader, secrets: 'shown' });
  return filled.kind === 'unknown' ? null : filled.template;
}
