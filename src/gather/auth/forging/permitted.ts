import type { ClaimsSigner, Forgeries, Forgery } from '../../../model/forgeries.ts';
import type { GatherContext } from '../../context.ts';
import { type Answer, presented } from '../contract.ts';
import { famousSecretOf } from './famous-secrets.ts';
import type { Description } from '../shown/show.ts';
import type { ForgedToken } from './forged.ts';
import { injectedKids } from './injected-kid.ts';
import type { Jwt } from './jwt.ts';
import { openKeyListener } from './key-listener.ts';
import { type Sign, signerOf } from './signing-key.ts';
import { soundClaims, wrongClaims } from './wrong-claims.ts';

type Present = (token: string) => Promise<Pick<Answer, 'status' | 'granted' | 'show'>>;

/** The tokens that a permission or a key made possible. */
type Tried = Pick<Forgeries, 'tried' | 'intrusive' | 'signer'>;

/** The forgeries that need a permission of the user, or the key of the server. */
export async function tryPermitted(jwt: Jwt | null, context: GatherContext, present: Present): Promise<Tried> {
  const intrusive = context.intrusive === true;
  if (jwt === null) return { tried: [], intrusive, signer: 'none' };
  const { signer, tried } = await trySigned(jwt, context.signingKey ?? null, present);
  return { tried: [...tried, ...(intrusive ? await tryIntrusive(jwt, present) : [])], intrusive, signer };
}

/** Wrong claims under a valid signature, where the server accepts sound ones. */
async function trySigned(jwt: Jwt, key: string | null, present: Present): Promise<Pick<Tried, 'tried' | 'signer'>> {
  const { sign, from } = claimsSigner(jwt, key);
  if (sign === null) return { tried: [], signer: from };
  // The control: without it a refusal may concern any token that the server has not issued.
  const control = await present(soundClaims(jwt, sign));
  if (!control.granted) return { tried: [], signer: 'refused' };
  return { tried: await tryEach(wrongClaims(jwt, sign, Math.floor(Date.now() / 1_000)), present), signer: from };
}

/** A token that was made from one of the session, by its variant. */
export const describedToken = (variant: string, token: string, make?: string): Description => ({
  sent: variant,
  variables: { FORGED_TOKEN: token },
  ...(make === undefined ? {} : { make }),
});

const tryIntrusive = async (jwt: Jwt, present: Present): Promise<readonly Forgery[]> => [
  ...(await tryEach(injectedKids(jwt), present)),
  ...(await tryAddresses(jwt, present)),
];

async function tryEach(forged: readonly ForgedToken[], present: Present): Promise<readonly Forgery[]> {
  const tried: Forgery[] = [];
  for (const { kind, variant, token } of forged) {
    const answer = await present(token);
    tried.push({ kind, variant, presented: presented(answer, describedToken(variant, token)), fetched: false });
  }
  return tried;
}

function claimsSigner(jwt: Jwt, given: string | null): { readonly sign: Sign | null; readonly from: ClaimsSigner } {
  const own = given === null ? null : signerOf(jwt, given);
  if (own !== null) return { sign: own, from: 'given-key' };
  const secret = famousSecretOf(jwt);
  const famous = secret === null ? null : signerOf(jwt, secret);
  if (famous !== null) return { sign: famous, from: 'famous-secret' };
  return { sign: null, from: given === null ? 'none' : 'other-key' };
}

async function tryAddresses(jwt: Jwt, present: Present): Promise<readonly Forgery[]> {
  const listener = await openKeyListener(jwt);
  const tried: Forgery[] = [];
  try {
    for (const { kind, variant, path, token } of listener.tokens) {
      const answer = presented(await present(token), describedToken(variant, token));
      tried.push({ kind, variant, presented: answer, fetched: listener.hasServed(path) });
    }
    return tried;
  } finally {
    await listener.close();
  }
}
