import type { Names, Session } from '../../../flows/contract.ts';
import type { ShownExchange } from '../../../model/finding.ts';
import type { HttpRequest } from '../../../model/http.ts';
import { hasSecretForm } from '../../../model/secrets.ts';
import type { Target } from '../../../model/target.ts';
import { curlLine } from './curl-line.ts';
import type { Secret } from './parts.ts';
import { secretsByPlace, secretsOfNames, secretsOfSession } from './secrets-of.ts';

/** How an exchange is described. */
export interface Description {
  /** What was presented, in words. */
  readonly sent: string;
  /** Tokens with a name of their own, like FORGED_TOKEN. */
  readonly variables?: Readonly<Record<string, string>>;
  /** A line for the shell that makes such a variable. */
  readonly make?: string;
  /** The answer in words of our own, where more than its status is to say. */
  readonly came?: string;
}

/** Describes an exchange, with a variable in the place of each secret. Undefined where no answer came. */
export type Show = (description: Description) => ShownExchange | undefined;

/** Whose secrets a request may hold, and where it goes. */
export interface Place {
  readonly target: Target;
  readonly names: Names;
  readonly sessions: readonly Session[];
}

/** Credentials that whyslow made up for this request, as they stand in the header. They are no secrets. */
type MadeUp = string | undefined;

/** @param came the answer in our own words: a server may repeat a secret. */
export function shownExchange(
  { target, names, sessions }: Place,
  request: HttpRequest,
  { sent, variables = {}, make, came }: Description & { readonly came: string },
  madeUp?: MadeUp,
): ShownExchange {
  const own = madeUpVariable(request, madeUp);
  const secrets: readonly Secret[] = [
    ...own.secrets,
    ...Object.entries(variables).map(([variable, value]) => ({ variable, value })),
    ...secretsOfNames(names),
    ...sessions.flatMap(secretsOfSession),
    ...secretsByPlace(request, madeUp === undefined ? [] : [madeUp]),
  ];
  const origin = new URL((request.origin === 'auth' ? target.auth : undefined)?.url ?? target.url).origin;
  const line = make ?? own.make;
  return { sent, curl: curlLine(origin, request, secrets), came, ...(line === undefined ? {} : { make: line }) };
}

/** A longer run of one character is written as a variable. */
const LONG_RUN = /([a-z])\1{999,}/;

/** Long texts, and tokens in the form of a JWT, which every report would mask. */
function madeUpVariable(
  { headers, body }: HttpRequest,
  madeUp: MadeUp,
): { readonly secrets: readonly Secret[]; readonly make?: string } {
  const [run, sign] = LONG_RUN.exec([body ?? '', ...Object.values(headers)].join('\n')) ?? [];
  if (run !== undefined) {
    const make = String.raw`LONG_TEXT=$(head -c ${run.length} /dev/zero | tr '\0' ${sign})`;
    return { secrets: [{ variable: 'LONG_TEXT', value: run }], make };
  }
  if (madeUp === undefined || !hasSecretForm(madeUp)) return { secrets: [] };
  const make = `BROKEN_TOKEN=$(echo ${Buffer.from(madeUp, 'utf8').toString('base64')} | base64 -d)`;
  return { secrets: [{ variable: 'BROKEN_TOKEN', value: madeUp }], make };
}

/** The status, and whether it brought what was asked for. Status 0 means that no answer came. */
export function cameText(status: number, granted: boolean, grants: string | null): string {
  if (status === 0) return 'no answer';
  if (grants === null) return String(status);
  if (granted) return `${status} with ${grants}`;
  return status < 300 ? `${status} without ${grants}` : String(status);
}
