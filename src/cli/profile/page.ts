import type { Profile } from '../../model/profile.ts';

/** The requirements of a profile, as Markdown. */
export function profilePage({ id, title, about, requirements }: Profile): string {
  const parts = requirements.map(({ id: name, text, sources, checks }) =>
    [
      `- ${name}: ${text}`,
      `  Sources: ${sources.join(', ')}`,
      `  Checks: ${checks.length === 0 ? 'none shows it' : checks.map((each) => `${each.id} (${each.severity})`).join(', ')}`,
    ].join('\n'),
  );
  return `${[`# ${id}`, title, ...(about === '' ? [] : [about]), ...parts].join('\n\n')}\n`;
}
