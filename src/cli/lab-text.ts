import type { Fault } from '../lab/contract.ts';
import type { RenderOptions } from '../render/contract.ts';
import { toAscii } from '../render/terminal/ascii.ts';
import { lastLineOn } from '../render/terminal/last-line.ts';
import { type Pen, penFor } from '../render/terminal/pen.ts';

type Listed = Pick<Fault, 'id' | 'title' | 'provokes'>;

/** The faults, each with what it is and what is found on it. */
export function labList(faults: readonly Listed[], look: RenderOptions): string {
  const pen = penFor(look);
  const rows = faults.map((fault) => labRow(fault, pen)).join('');
  const end = lastLineOn(look, {
    sentence: 'Each is a machine with one fault, in a namespace of its own.',
    lead: 'Next:',
    command: 'whyslow lab late-refused-first-address',
  });
  return `${look.unicode ? rows : toAscii(rows)}\n${end}`;
}

function labRow({ id, title, provokes }: Listed, { ink, wrap }: Pen): string {
  const found = provokes.join(', ') || 'healthy';
  return `${ink.bold(id)}\n${wrap(title, 4)}\n${found === id ? '' : `${wrap(`→ ${found}`, 4)}\n`}`;
}

/** The machine of the fault is gone, so the next command is about the user's own. */
export const labEnd = ({ provokes: [first] }: Listed, look: RenderOptions): string =>
  `\n${lastLineOn(
    look,
    first === undefined
      ? { sentence: 'This machine was healthy.', lead: 'Next, with the port of your server:', command: 'whyslow 8000' }
      : {
          sentence: `This machine had the fault ${first}.`,
          lead: 'To read about it:',
          command: `whyslow explain ${first}`,
        },
  )}`;
