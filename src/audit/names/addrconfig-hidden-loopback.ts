import type { AddressVisits, ResolvedAddress } from '../../model/evidence.ts';
import { isLoopbackName } from '../../model/target.ts';
import { audit, cannotOccur, inconclusive, pass } from '../contract.ts';
import { accepts, nameToJudge, rowsFor, useAddress } from '../network/address-facts.ts';

/** The accepting address that AI_ADDRCONFIG hides, where it leaves no other accepting one. */
export const hiddenAddress = (
  rows: readonly AddressVisits[],
  shown: readonly ResolvedAddress[],
): AddressVisits | undefined => {
  const left = rows.filter(({ address }) => shown.some((each) => each.address === address));
  return left.some(accepts) ? undefined : rows.find((row) => accepts(row) && !left.includes(row));
};

export const addrconfigHiddenLoopback = audit({
  id: 'addrconfig-hidden-loopback',
  title: 'AI_ADDRCONFIG hides the address that works',
  holds: 'AI_ADDRCONFIG hides no address that works',
  needs: ['addresses', 'name-service'],
  check({ addresses, 'name-service': { addrconfig } }, { target, platform }) {
    const name = nameToJudge(target);
    const rows = rowsFor(addresses, name);
    if (!isLoopbackName(name)) return cannotOccur(`${name} is not a loopback name`);
    if (platform === 'win32') return cannotOccur('Node does not set AI_ADDRCONFIG on Windows');
    if (!addrconfig.ok && addrconfig.code === 'not-asked') return inconclusive(addrconfig.message);
    const hidden = hiddenAddress(rows, addrconfig.ok ? addrconfig.value : []);
    if (hidden === undefined) return pass('AI_ADDRCONFIG hides no address that is needed');
    return {
      outcome: 'fail',
      severity: 'medium',
      costMs: null,
      summary:
        `Node and other clients that set AI_ADDRCONFIG never see ${hidden.address}, the address that answers: the ` +
        `machine has no other address of its family. curl and Python see it.`,
      facts: [
        {
          kind: 'text',
          text: `${name} with AI_ADDRCONFIG: ${addrconfig.ok ? shownAs(addrconfig.value) : addrconfig.message}`,
        },
      ],
      advice: [
        useAddress(target, hidden.address, null),
        { do: 'let the server listen on the other family too', command: null, where: 'server', savesMs: null },
        {
          do: 'resolve without AI_ADDRCONFIG in Node',
          command: `http.get(url, { hints: 0 }, …)`,
          where: 'client',
          savesMs: null,
        },
      ],
    };
  },
});

const shownAs = (addresses: readonly ResolvedAddress[]): string =>
  addresses.map(({ address }) => address).join(', ') || 'nothing';
