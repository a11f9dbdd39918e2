import type { AddressVisits } from '../../model/evidence.ts';
import type { Advice } from '../../model/finding.ts';
import type { BodyEnd } from '../../model/silence.ts';
import { audit, notApplicable, pass } from '../contract.ts';
import { rowsFor } from '../network/address-facts.ts';

const broken = {
  'cut-short': 'closes the connection before the end of the body that its header announces',
  excess: 'sends more bytes than its Content-Length states',
  malformed: 'sends a body whose chunks are malformed',
} as const satisfies Partial<Record<BodyEnd, string>>;
type Broken = keyof typeof broken;

const steps: Readonly<Record<Broken, string>> = {
  'cut-short':
    'read the log of the server for an error while it wrote the answer, and compare Content-Length with the bytes of the body',
  excess: 'count Content-Length in bytes, not in characters, and after any compression',
  malformed: 'let the HTTP library of the server write the chunks, or send Content-Length',
};

export const brokenBody = audit({
  id: 'broken-body',
  title: 'the body of an answer is not as long as its header states',
  holds: 'bodies are as long as their headers state',
  needs: ['addresses'],
  check({ addresses }, { target }) {
    const answered = rowsFor(addresses, target.host).filter(({ answer }) => answer !== null);
    if (answered.length === 0) return notApplicable('no address answers; see unreachable-target');
    const found = answered.find(({ body }) => body !== null && body in broken);
    if (found === undefined) return pass('no body contradicts its header');
    const body = found.body as Broken;
    return {
      outcome: 'fail',
      severity: 'high',
      costMs: null,
      summary: `${target.url} ${broken[body]}. Clients fail or wait at its end; its status (${found.answer?.status}) and first byte were measured.`,
      facts: factsOf(answered),
      advice: [stepFor(body)],
    };
  },
});

const factsOf = (rows: readonly AddressVisits[]) =>
  rows.map(({ address, answer, body }) => ({
    kind: 'text' as const,
    text: `${address}: status ${answer?.status}, body ${body ?? 'not recorded'}`,
  }));

const stepFor = (body: Broken): Advice => ({ do: steps[body], command: null, where: 'server', savesMs: null });
