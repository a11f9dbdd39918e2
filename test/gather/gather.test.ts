import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { evidenceFor } from '../../src/audit/index.ts';
import { audit, pass } from '../../src/audit/contract.ts';
import { type AnyGatherer, type AnyObserver, gatherer, type Member } from '../../src/gather/contract.ts';
import type { GatherContext } from '../../src/gather/context.ts';
import { gather } from '../../src/gather/gather.ts';
import { type Gathered, nothingGathered } from '../../src/gather/gathered.ts';
import { gatherers } from '../../src/gather/index.ts';
import type { EvidenceKind } from '../../src/model/evidence.ts';
import { got } from '../../src/model/outcome.ts';
import { contextFor, serveHttp } from './real-servers.ts';
import { sentTable } from './sent-table.ts';

/** A kind that the model does not have. */
const KIND = 'tea-leaves' as 'listeners';

const teaLeaves = (over: Partial<AnyGatherer> = {}): AnyGatherer => ({
  ...gatherer({
    kind: KIND,
    title: 'reading tea leaves',
    when: 'before',
    harm: 'none',
    budgetMs: 10_000,
    sends: ['one cup of tea'],
    needs: [],
    gather: async () => got({ listeners: [], otherPorts: [] }),
  }),
  ...over,
});

const reader = audit({
  id: 'fortune',
  title: 'a bad omen',
  holds: 'it holds',
  needs: [KIND],
  check: () => pass('a good omen'),
});

async function gathered(
  kinds: ReadonlySet<EvidenceKind>,
  members: readonly Member[],
  over: Partial<GatherContext> = {},
): Promise<Gathered> {
  const into = nothingGathered();
  const plan = {
    kinds,
    depth: 'default',
    load: null,
    signIn: null,
    allowRemote: null,
    reference: null,
    waitMs: null,
  } as const;
  await gather(plan, contextFor(1, over), into, members);
  return into;
}

const kindsIn = ({ evidence }: Gathered): readonly string[] => evidence.map(({ kind }) => kind);

test('one more member of the list is gathered when an audit needs it, and announced', async () => {
  const announced: string[] = [];
  const found = await gathered(evidenceFor([reader]), [...gatherers, teaLeaves()], {
    watch: (progress) => progress.kind === 'stage' && announced.push(progress.text),
  });
  expect(found.evidence).toMatchObject([{ kind: KIND, outcome: { ok: true } }]);
  expect(announced).toEqual(['reading tea leaves']);
});

test('it is not gathered when no audit needs it', async () =>
  expect(kindsIn(await gathered(new Set(['proxy-environment']), [...gatherers, teaLeaves()]))).toEqual([
    'proxy-environment',
  ]));

test('its row is in the table of what is sent', () =>
  expect(sentTable([teaLeaves()]).split('\n').at(-1)).toBe(
    '| `tea-leaves` | before the load | default | none | 10 s | one cup of tea |',
  ));

test('a member is stopped at its budget by its signal, and the others keep their time', async () => {
  const heard: boolean[] = [];
  const slow = teaLeaves({
    budgetMs: 20,
    async gather(_have, { signal }) {
      await sleep(60_000, undefined, { signal }).catch(() => heard.push(signal.aborted));
      return got({ listeners: [], otherPorts: [] });
    },
  });
  const found = await gathered(new Set([KIND, 'proxy-environment']), [slow, ...gatherers]);
  expect(found.evidence).toMatchObject([
    { kind: KIND, outcome: { ok: false, code: 'over-budget', message: 'reading tea leaves was stopped after 20 ms' } },
    { kind: 'proxy-environment', outcome: { ok: true } },
  ]);
  expect([heard, found.ended]).toEqual([[true], null]);
});

test('a member that ignores the signal is abandoned at its budget', async () => {
  const deaf = teaLeaves({ budgetMs: 20, gather: () => new Promise(() => {}) });
  expect((await gathered(new Set([KIND]), [deaf])).evidence).toMatchObject([{ outcome: { code: 'over-budget' } }]);
});

test('a longer --timeout lengthens the budget in proportion', async () => {
  const deaf = teaLeaves({ budgetMs: 10, gather: () => new Promise(() => {}) });
  expect((await gathered(new Set([KIND]), [deaf], { timeoutMs: 10_000 })).evidence).toMatchObject([
    { outcome: { message: 'reading tea leaves was stopped after 20 ms' } },
  ]);
});

test('evidence that another member needs is gathered first, and without it the member is skipped', async () => {
  const asked: unknown[] = [];
  const needing = teaLeaves({
    needs: ['proxy-environment'],
    gather: async (have) => {
      asked.push(have);
      return null;
    },
  });
  expect(kindsIn(await gathered(new Set([KIND]), [...gatherers, needing]))).toEqual(['proxy-environment']);
  expect(asked).toEqual([{ 'proxy-environment': expect.objectContaining({ noProxy: expect.anything() }) }]);
  const failing = teaLeaves({
    needs: ['listeners'],
    gather: () => Promise.reject(new Error('asked without its need')),
  });
  expect(kindsIn(await gathered(new Set([KIND]), [failing]))).toEqual([]);
});

test('members are gathered in the order of their harm, then of the list', async () => {
  const order: string[] = [];
  const named = (kind: string, harm: AnyGatherer['harm']): AnyGatherer =>
    teaLeaves({
      kind: kind as 'listeners',
      harm,
      gather: async () => {
        order.push(kind);
        return null;
      },
    });
  const list = [
    named('rough', 'attacks'),
    named('first', 'none'),
    named('middle', 'disturbs'),
    named('second', 'none'),
  ];
  await gathered(new Set(list.map(({ kind }) => kind)), list);
  expect(order).toEqual(['first', 'second', 'middle', 'rough']);
});

test('on another platform the evidence is not available', async () => {
  const elsewhere = teaLeaves({ platforms: ['aix'], gather: () => Promise.reject(new Error('started')) });
  expect((await gathered(new Set([KIND]), [elsewhere])).evidence).toMatchObject([
    { outcome: { ok: false, code: 'other-platform' } },
  ]);
});

test('an observer adds its observed member, begins before it, and its evidence is gathered after it', async () => {
  const order: string[] = [];
  const watcher: AnyObserver = {
    ...teaLeaves(),
    kind: 'kernel-counters',
    when: 'during',
    observes: KIND,
    begin: async () => {
      order.push('begin');
      return async () => {
        order.push('end');
        return got({ listeners: [], otherPorts: [] });
      };
    },
  };
  const observed = teaLeaves({
    gather: async () => {
      order.push('gather');
      return got({ listeners: [], otherPorts: [] });
    },
  });
  const found = await gathered(new Set(['kernel-counters']), [watcher, observed]);
  expect(order).toEqual(['begin', 'gather', 'end']);
  expect(kindsIn(found)).toEqual([KIND, 'kernel-counters']);
});

test('a member that needs an account is not started without one', async () => {
  const port = await serveHttp((_request, response) => response.end('{}'));
  const found = await gathered(new Set(['rotation', 'addresses']), gatherers, contextFor(port));
  expect([kindsIn(found), found.ended]).toEqual([['addresses'], null]);
});

test('counters and listeners are read only if wanted, and a silent server ends gathering', async () => {
  const found = await gathered(new Set(['keep-alive']), gatherers);
  expect(kindsIn(found)).toEqual(['addresses']);
  expect(found.ended?.why).toBe('unreachable');
});
