import type { ShownExchange } from '../../../model/finding.ts';
import type { SeenExchange } from '../seen-exchange.ts';
import { shownExchange, type Place } from './show.ts';

/** The request of a sign-in that presents the password; the last one where none shows it. */
export function shownSignIn(place: Place, exchanges: readonly SeenExchange[]): ShownExchange | undefined {
  const shown = exchanges.map(({ request, response }) =>
    shownExchange(place, request, {
      sent: 'the name and the password',
      came: `${response.status}${broughtText(place)}`,
    }),
  );
  return shown.find(({ curl }) => curl.includes('PASSWORD')) ?? shown.at(-1);
}

function broughtText({ sessions }: Place): string {
  const [values, cookies] = [sessions.map((each) => each.values), sessions.flatMap((each) => each.cookies)];
  const parts = [
    ...(values.some(({ access }) => access !== undefined) ? ['an access token'] : []),
    ...(values.some(({ refresh }) => refresh !== undefined) ? ['a refresh token'] : []),
    ...(cookies.length > 0 ? [cookies.length === 1 ? 'a cookie' : `${cookies.length} cookies`] : []),
  ];
  return parts.length === 0 ? '' : ` with ${parts.join(' and ')}`;
}
