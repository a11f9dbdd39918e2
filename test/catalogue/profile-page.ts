import type { Profile } from '../../src/model/profile.ts';
import { table } from './tables.ts';

/** Each part by the name that marks its place in docs/profiles.md. */
export const profileParts = (profiles: readonly Profile[]): Readonly<Record<string, () => string>> => ({
  profiles: () =>
    table(
      ['`--profile`', 'what it is', 'requirements'],
      profiles.map(({ id, title, requirements }) => [`\`${id}\``, title, String(requirements.length)]),
    ),
  requirements: () =>
    profiles
      .filter(({ requirements }) => requirements.length > 0)
      .map(partOf)
      .join('\n\n'),
});

function partOf({ id, about, requirements }: Profile): string {
  const rows = requirements.map((each) => [
    `\`${each.id}\` ${each.text}`,
    each.sources.join('; '),
    each.checks.length === 0
      ? 'none shows it'
      : each.checks.map((check) => `[${check.id}](findings/${check.id}.md) ${check.severity}`).join('; '),
  ]);
  return [`### ${id}`, about, table(['requirement', 'sources', 'checks and their severity'], rows)].join('\n\n');
}
