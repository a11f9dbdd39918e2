import type { AuthSurface } from '../model/auth-evidence.ts';
import type { ShownExchange } from '../model/finding.ts';
import type { AnySecurityAudit } from './contract.ts';

/** More requests than these make no defect clearer. */
const MOST_SHOWN = 3;

/** The exchanges that show the outcome of a check; the sign-in where no other does. */
export function exchangesOf(
  rule: AnySecurityAudit,
  values: Readonly<Record<string, unknown>>,
): readonly ShownExchange[] {
  const isComplete = rule.needs.every((kind) => kind in values);
  if (!isComplete) return [];
  const named = rule.shows?.(values as never).flatMap((each) => each ?? []);
  const found = named ?? rule.needs.flatMap((kind) => shownIn(values[kind]));
  const distinct = found.filter(
    ({ curl, sent }, index) => index === found.findIndex((each) => each.curl === curl && each.sent === sent),
  );
  if (distinct.length > 0) return distinct.slice(0, MOST_SHOWN);
  const surface = values['auth-surface'] as AuthSurface | undefined;
  return surface?.signIn === undefined ? [] : [surface.signIn];
}

/** Every exchange in a piece of evidence, in its order. */
function shownIn(value: unknown): readonly ShownExchange[] {
  if (typeof value !== 'object' || value === null) return [];
  if (isExchange(value)) return [value];
  return Object.values(value).flatMap(shownIn);
}

const isExchange = (value: object): value is ShownExchange => 'sent' in value && 'curl' in value && 'came' in value;
