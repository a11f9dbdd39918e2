import type { Profile } from '../../model/profile.ts';

/** The requirements of a profile, as Markdown. */
export function profilePage({ id, title, about, requirements }: Profile): string {
  const parts = requirements.map(({ id: name, text, sources, checks }) => {
    const made = checks.map((each) => `${each.id} (${each.severity})`);
    return [
      `## ${name}`,
      text,
      `- Sources: ${sources.join(', ')}\n- Checks: ${made.length === 0 ? 'none shows it' : made.join(', ')}`,
    ].join('\n\n');
  });
  return `${[`# ${id}`, title, ...(about === '' ? [] : [about]), ...parts].join('\n\n')}\n`;
}
