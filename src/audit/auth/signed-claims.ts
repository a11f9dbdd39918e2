import type { Forgeries } from '../../model/forgeries.ts';

const KEY = 'add --signing-key-env NAME with the key of the tokens';

/** Why no wrong claims were tried under a valid signature. `absent`: the claim is not in the tokens; null for times. */
export const withoutSigned =
  (absent: string | null) =>
  ({ signer }: Forgeries): string => {
    switch (signer) {
      case 'other-key':
        return 'the key of --signing-key-env does not sign the tokens of this server';
      case 'refused':
        return 'the server refuses also a validly signed token with sound claims that it has not issued';
      case 'none':
        return `the token needs a valid signature: ${KEY}`;
      case 'given-key':
      case 'famous-secret':
        return absent ?? 'no such token was tried';
      default:
        return signer satisfies never;
    }
  };
