import { z } from 'zod';
import { securityAudits } from '../../audit/index.ts';
import type { Profile, Requirement } from '../../model/profile.ts';
import { profiles } from '../../profiles/index.ts';
import { didYouMean } from '../near-name.ts';
import { durationMs } from '../values.ts';
import { names, oneOf, parsedText, text } from '../config/fields.ts';

const ids: readonly string[] = securityAudits.map(({ id }) => id);

const ID = 'a name of small letters, digits and hyphens, like short-access';
const id = z.string({ error: ID }).regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, { error: ID });

const checkId = z.string({ error: 'the id of a check' }).superRefine((value, context) => {
  if (ids.includes(value)) return;
  const message = `no check is called "${value}".${didYouMean(value, ids)} whyslow explain lists the checks`;
  context.addIssue({ code: 'custom', message, params: { whole: true }, input: value });
});

const check = z.strictObject(
  { id: checkId, severity: oneOf(['low', 'medium', 'high']) },
  { error: 'a check like { id: rotation-missing, severity: high }' },
);

const LIFETIME = 'a duration from 1s up, like 15m or 12h';
const lifetimeS = parsedText(LIFETIME, (value) => {
  const seconds = durationMs(value) / 1_000;
  if (seconds < 1) throw new RangeError('tokens state whole seconds');
  return seconds;
});

const limits = z.strictObject(
  { accessLifetime: lifetimeS.optional(), refreshLifetime: lifetimeS.optional() },
  { error: 'limits like { accessLifetime: 15m }' },
);

/** The check that each limit belongs to. */
const checkOfLimit = {
  accessLifetime: 'access-lifetime-too-long',
  refreshLifetime: 'refresh-lifetime-too-long',
} as const;

const requirement = z
  .strictObject(
    {
      id,
      text: text('a sentence that states what is required'),
      sources: z.array(text('a paragraph, like RFC 9700 §4.14.2'), { error: 'a list of paragraphs; [] for none' }),
      checks: z.array(check, { error: 'a list of checks; [] where no check shows it' }),
      limits: limits.optional(),
    },
    { error: 'a requirement with id, text, sources and checks' },
  )
  .superRefine(({ checks, limits: given = {} }, context) => {
    for (const [limit, owner] of Object.entries(checkOfLimit)) {
      if (!(limit in given) || checks.some((each) => each.id === owner)) continue;
      const message = `is the limit of ${owner}, which this requirement does not name in its checks`;
      context.addIssue({ code: 'custom', message, params: { whole: true }, path: ['limits', limit] });
    }
  });

/** The schema of a file of `--profile`. */
export const profileDocument = z
  .strictObject(
    {
      id: id.refine((value) => !profiles.some((profile) => profile.id === value), {
        error: 'a name of its own, which no profile of whyslow has',
      }),
      title: text('a title'),
      about: text('a text for the readers of the report').optional(),
      extends: oneOf(names(profiles.map((profile) => profile.id))).optional(),
      requirements: z.array(requirement, { error: 'a list of requirements' }),
    },
    { error: 'an object with id, title and requirements' },
  )
  .superRefine(({ requirements, extends: base }, context) => {
    const own = requirements.map((each) => each.id);
    for (const [index, each] of own.entries()) {
      if (own.indexOf(each) === index) continue;
      const message = `the id "${each}" is used twice`;
      context.addIssue({ code: 'custom', message, params: { whole: true }, path: ['requirements', index, 'id'] });
    }
    if (own.length > 0 || base !== undefined) return;
    const message = 'is empty: a profile needs a requirement, or extends: healthcare';
    context.addIssue({ code: 'custom', message, params: { whole: true }, path: ['requirements'] });
  });

/** The known keys of the object at a path. */
export function profileKeysAt([first, , third]: readonly PropertyKey[]): readonly string[] {
  if (first !== 'requirements') return Object.keys(profileDocument.shape);
  if (third === 'checks') return Object.keys(check.shape);
  return Object.keys(third === 'limits' ? limits.shape : requirement.shape);
}

/** Requirements of the file replace those of the same id in the profile that it extends. */
export function profileIn({
  id: own,
  title,
  about,
  extends: base,
  requirements,
}: z.output<typeof profileDocument>): Profile {
  const extended = profiles.find((profile) => profile.id === base);
  const written = requirements.map(requirementIn);
  const kept = (extended?.requirements ?? []).map((each) => written.find((mine) => mine.id === each.id) ?? each);
  return {
    id: own,
    title,
    about: about ?? extended?.about ?? '',
    requirements: [...kept, ...written.filter((mine) => !kept.includes(mine))],
  };
}

function requirementIn({ limits: given, ...same }: z.output<typeof requirement>): Requirement {
  const { accessLifetime, refreshLifetime } = given ?? {};
  if (accessLifetime === undefined && refreshLifetime === undefined) return same;
  return {
    ...same,
    limits: {
      ...(accessLifetime === undefined ? {} : { accessLifetimeS: accessLifetime }),
      ...(refreshLifetime === undefined ? {} : { refreshLifetimeS: refreshLifetime }),
    },
  };
}
