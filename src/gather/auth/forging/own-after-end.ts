import type { Session } from '../../../flows/contract.ts';
import { type AccessTimes, accessTimes } from '../../../flows/lifetime.ts';
import type { OwnAfterEnd } from '../../../model/forgeries.ts';
import { type AuthClient, presented } from '../contract.ts';

const MS_PER_S = 1_000;

/** A verification takes 30 s at most, and the second presentation is as long after the end as the token lived. */
const LONGEST_WAITED_S = 10;

const lifetimeOf = (times: AccessTimes | null): number =>
  times === null ? Infinity : (times.endsAtMs - times.issuedAtMs) / MS_PER_S;

/** `exp` counts whole seconds, and the clock of the server may differ from ours by some ms. */
const MARGIN_S = 1;

/**
 * Presents the access token of a new session after its end: soon, and once more after a further lifetime if it was accepted,
 * since servers tolerate clocks that differ. Null where it lives too long to wait, states no end, or was not accepted before.
 *
 * @param like a session whose tokens live as long
 */
export async function presentAfterEnd(client: AuthClient, like: Session): Promise<OwnAfterEnd | null> {
  const lifetimeS = lifetimeOf(accessTimes(like));
  if (lifetimeS > LONGEST_WAITED_S) return null;
  // The other tokens that were presented may have ended the session, and the refusal would be about that.
  const session = await client.signIn();
  const times = accessTimes(session);
  if (times === null || !(await client.readApi(session)).granted) return null;
  const presentAt = async (sinceEndS: number): Promise<OwnAfterEnd> => {
    await client.pause(Math.max(0, times.endsAtMs + sinceEndS * MS_PER_S - Date.now()));
    const sent = `the access token, ${Math.round(sinceEndS)} s after its end`;
    return { lifetimeS, sinceEndS, presented: presented(await client.readApi(session), { sent }) };
  };
  const soon = await presentAt(MARGIN_S);
  return soon.presented.granted ? presentAt(lifetimeS + MARGIN_S) : soon;
}
