import type { Exchange, Flow } from '../contract.ts';
import { envNamesIn } from '../env-names.ts';
import { stepsFrom, type WrittenExchange } from '../written.ts';

type Written = string | WrittenExchange;

/** A flow as a value of `flows:` in a configuration: a request line where that says all, else an object. */
export function writtenFlow(flow: Flow): unknown {
  const { title, needs, steps } = flow;
  // A session of an account would replace credentials that the requests bring.
  const bringsOwn = needs === 'nothing' && envNamesIn([flow]).length > 0;
  const about = {
    ...(title === lineOf(steps) ? {} : { title }),
    ...(needs === 'session' || bringsOwn ? { session: needs === 'session' } : {}),
  };
  const [first, ...others] = writtenSteps(steps);
  if (others.length > 0) return { ...about, steps: [first, ...others] };
  if (typeof first !== 'string') return { ...first, ...about };
  return Object.keys(about).length === 0 ? first : { request: first, ...about };
}

/** The title of a flow of the configuration without one of its own. */
const lineOf = (steps: readonly Exchange[]): string => steps.map(({ method, path }) => `${method} ${path}`).join(', ');

/** Ids are written where there are several steps and the reader of the configuration would make other ids. */
function writtenSteps(steps: readonly Exchange[]): readonly Written[] {
  const written = steps.map(writtenExchange);
  const made = stepsFrom(written.map((each) => (typeof each === 'string' ? { request: each } : each)));
  if (steps.length === 1 || made.every(({ id }, place) => id === steps[place]?.id)) return written;
  return written.map((each, place) => ({
    ...(typeof each === 'string' ? { request: each } : each),
    id: steps[place]?.id ?? '',
  }));
}

function writtenExchange({ id: _id, method, path, body, expect, ...same }: Exchange): Written {
  const request = `${method} ${path}`;
  const written = { request, ...same, ...body, ...(expect === undefined ? {} : { expect: writtenExpect(expect) }) };
  return Object.keys(written).length === 1 ? request : written;
}

function writtenExpect({ status, ...same }: NonNullable<Exchange['expect']>): NonNullable<WrittenExchange['expect']> {
  const [only, ...others] = status ?? [];
  if (status === undefined || only === undefined) return same;
  return { ...same, status: others.length === 0 ? only : status };
}
