/** A whole number from 0 to below a limit. */
export type Random = (below: number) => number;

/** The same numbers for the same seed (mulberry32). */
export function randomFrom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const signs = `'"\`^$\\{}[]()<>|&;:=?#%@!~*, \t\n\r\0\u00e9\u2603\ud800`.split('');

/** Signs and words that have a meaning in one of the formats. */
const pieces: readonly string[] = signs.concat(
  ['{{', '}}', '{{{{', '{{env.X}}', '{{$guid}}', '###\n', '# @name a\n', '@a = {{a}}\n', '< ./a\n', '< {%', '%}'],
  ['> {% client.global.set("a", response.body.b); %}', '-d', ' --next ', ' -H ', ' -F ', "$'\\u", '\\x', '^\n\n'],
  ['@', 'null', '"$ref":"#/paths"', '"enum":[[]]', '1e999', '[[[[', '{"a":', '--', 'http://', '://', '%zz', '+'],
);

/** Up to four insertions, deletions and moves. */
export function mutatedText(text: string, random: Random): string {
  let changed = text;
  for (let count = random(4) + 1; count > 0; count -= 1) {
    const at = random(changed.length + 1);
    const length = random(3) === 0 ? random(40) : random(3);
    const piece = random(3) === 0 ? changed.slice(at, at + random(60)) : (pieces[random(pieces.length)] ?? '');
    const to = random(2) === 0 ? at : random(changed.length + 1);
    changed = `${changed.slice(0, to)}${piece}${changed.slice(to + length)}`;
  }
  return changed;
}

const scalars: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e21,
  '',
  'x',
  '{{env.X}}',
  '{{',
  '\ud800',
  'a b/ü?#%',
  'http://[::1',
  'data:,',
];
const holders: readonly unknown[] = [
  [],
  [[]],
  [null],
  {},
  { a: { b: [] } },
  { $ref: '#/paths' },
  { $ref: 7 },
  { name: 'a', in: 'path' },
];
const named: readonly unknown[] = [
  { name: '__proto__', value: 'x' },
  { constructor: 1 },
  { enum: ['{{'] },
  { text: '{"a":1}' },
];
const values: readonly unknown[] = [...scalars, ...holders, ...named];

/** Up to four values of a JSON document replaced, removed, or copied to another place. */
export function mutatedJson(document: unknown, random: Random): unknown {
  const changed = structuredClone(document);
  for (let count = random(4) + 1; count > 0; count -= 1) {
    const holder = anyHolder(changed, random);
    const keys = Object.keys(holder);
    const key = keys[random(keys.length)] ?? 'key';
    const choice = random(4);
    if (choice === 0) Reflect.deleteProperty(holder, key);
    else
      Reflect.set(
        holder,
        key,
        choice === 1 ? structuredClone(anyHolder(changed, random)) : structuredClone(values[random(values.length)]),
      );
  }
  return changed;
}

/** An object or list somewhere in the document. */
function anyHolder(document: unknown, random: Random): object {
  let holder: object = document as object;
  for (let depth = random(12); depth > 0; depth -= 1) {
    const inner = Object.values(holder).filter((value) => typeof value === 'object' && value !== null) as object[];
    holder = inner[random(inner.length || 1)] ?? holder;
  }
  return holder;
}
