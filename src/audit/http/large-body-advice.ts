import type { Encodings, Revalidation } from '../../model/encodings.ts';
import type { Fact } from '../../model/finding.ts';
import { atServer, type Remedy, type ServerLine } from '../../stacks/remedy.ts';
import { bytesText } from '../bytes.ts';

/** Compression is worth its time where it leaves out a third. */
const WORTHWHILE = 0.67;

const again: Readonly<Record<Revalidation, string | null>> = {
  'not-modified': 'A client that has it already gets 304 without a body.',
  'whole-again': 'A client that has it already gets the whole body again.',
  'no-validator': 'It has no ETag and no Last-Modified: a client that has it already gets the whole body again.',
  'not-asked': null,
};

/** What compression and a second request would make of the body. */
export function encodingFacts(encodings: Encodings | undefined): readonly Fact[] {
  if (encodings === undefined) return [];
  const best = smallest(encodings);
  const compressed =
    best === undefined
      ? 'It is not compressed for clients that ask for it.'
      : `Compressed (${best.sent}) it has ${bytesText(best.bytes)}.`;
  return [compressed, again[encodings.revalidation]].flatMap((text) => (text === null ? [] : [{ kind: 'text', text }]));
}

const smallest = ({ answers }: Encodings): Encodings['answers'][number] | undefined =>
  answers
    .filter(({ sent, unfinishedMs }) => sent !== null && unfinishedMs === null)
    .toSorted((a, b) => a.bytes - b.bytes)[0];

/** The general advice for a large body, without what the server does already. */
export function sendLess(encodings: Encodings | undefined): Remedy {
  const plain = encodings?.answers.find(({ asked }) => asked === 'identity')?.bytes ?? 0;
  const best = encodings === undefined ? undefined : smallest(encodings);
  const isSmaller = best !== undefined && best.bytes < WORTHWHILE * plain;
  const lines: readonly (ServerLine | null)[] = [
    line('send less: pages of a list, only the fields that the client shows, a built bundle in place of its sources'),
    encodings?.revalidation === 'not-modified'
      ? null
      : line(
          'send an ETag and answer If-None-Match with 304, so that a client that has the body does not get it again',
        ),
    isSmaller || encodings === undefined ? null : line('compress it at a low level for clients on other machines'),
  ];
  return atServer(...lines.filter((each) => each !== null));
}

const line = (text: string): ServerLine => ({ do: text, command: null });
