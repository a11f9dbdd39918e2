import type { Run } from '../../model/run.ts';
import type { Markup } from '../markup.ts';
import { pictures } from '../plots/index.ts';
import { figureOf, frames } from '../plots/svg.ts';
import { sanitizedText } from '../sanitize.ts';
import { tag } from './tags.ts';

/** The figure of each plot by its name, in both forms; none where the run has no numbers for it. */
export function figuresOf(run: Run): (name: string) => readonly Markup[] {
  const forms = [frames.wide, frames.narrow].map((frame) => ({ frame, all: pictures(run, frame) }));
  return (name) => {
    const drawn = forms.flatMap(({ frame, all }) =>
      all.filter((each) => each.name === name).map(({ picture }) => ({ frame, picture })),
    );
    const [first] = drawn;
    if (first === undefined) return [];
    const title = sanitizedText(first.picture.title);
    const subtitle = sanitizedText(first.picture.subtitle);
    const id = `${name}-title`;
    const caption = tag('figcaption', {}, tag('strong', { id }, title), tag('span', { class: 'note' }, subtitle));
    return [
      tag(
        'figure',
        { id: `figure-${name}` },
        caption,
        ...drawn.map(({ frame, picture }) => figureOf(name, id, picture, frame)),
      ),
    ];
  };
}
