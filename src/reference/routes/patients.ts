import { refuse, refuseFields } from '../http/refusals.ts';
import { ok } from '../http/reply.ts';
import { protectedGet } from './route.ts';

const DEFAULT_LIMIT = 20;

/** The largest page. A page is one read from the store. */
const MAX_LIMIT = 100;

const WHOLE_NUMBER = /^\d{1,9}$/;

/** Pages by key and not by offset, so that every page costs the same. */
export const patientList = protectedGet(
  '/api/patients/',
  {
    summary: 'The patients, by id.',
    answers: 'PatientPage',
    query: {
      limit: {
        description: 'The maximum number of results.',
        schema: { type: 'integer', minimum: 1, maximum: MAX_LIMIT, default: DEFAULT_LIMIT },
      },
      cursor: {
        description: '`next` of the previous page. Without it: the first page.',
        schema: { type: 'string', pattern: WHOLE_NUMBER.source },
      },
    },
  },
  async (_user, { query, timings }, { patients }) => {
    const limit = query.get('limit') ?? String(DEFAULT_LIMIT);
    const cursor = query.get('cursor') ?? '0';
    if (!WHOLE_NUMBER.test(limit) || Number(limit) < 1 || Number(limit) > MAX_LIMIT) {
      return refuseFields({ limit: `Ensure this is a whole number from 1 to ${MAX_LIMIT}.` });
    }
    if (!WHOLE_NUMBER.test(cursor)) return refuseFields({ cursor: 'Not a cursor of this list.' });

    // One more than the limit shows whether there is a next page.
    const found = await timings.of('db', () => patients.page(Number(cursor), Number(limit) + 1));
    const results = found.slice(0, Number(limit));
    const last = results.at(-1);
    const next = found.length > results.length && last !== undefined ? String(last.id) : null;
    return ok({ results, next });
  },
);

export const patientDetail = protectedGet(
  '/api/patients/:id',
  { summary: 'One patient.', answers: 'Patient', refusals: [404] },
  async (_user, { params, timings }, { patients }) => {
    const id = params['id'] ?? '';
    if (!WHOLE_NUMBER.test(id)) return refuse('not_found');
    const patient = await timings.of('db', () => patients.byId(Number(id)));
    return patient === null ? refuse('not_found') : ok(patient);
  },
);
