/** The text format of Prometheus, https://prometheus.io/docs/instrumenting/exposition_formats/. */
export interface Metric {
  readonly name: string;
  readonly help: string;
}

export type Labels = Readonly<Record<string, string>>;

/** Values of a metric by their labels, as `labelText` writes them. A text keeps the digits that it has. */
export type Values = ReadonlyMap<string, number | string>;

export function valueLines(metric: Metric, type: 'counter' | 'gauge', values: Values): readonly string[] {
  const lines = [...values].map(([labels, value]) => `${metric.name}${labels === '' ? '' : `{${labels}}`} ${value}`);
  return [...headLines(metric, type), ...lines];
}

/** `a="1",b="2"`, which also tells values with other labels apart. */
export const labelText = (labels: Labels): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${SPECIAL.test(value) ? escaped(value) : value}"`)
    .join(',');

/** A backslash, a quote and a line break end a label early. */
const SPECIAL = /[\\"\n]/;
const escaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

interface Counts {
  readonly buckets: number[];
  sumS: number;
  total: number;
}

/** For each combination of labels: how many durations took no longer than each bound, and their sum. */
export class Durations {
  /** Upper bounds in seconds, ascending. */
  readonly #endsS: readonly number[];
  readonly #counts = new Map<string, Counts>();

  constructor(endsS: readonly number[]) {
    this.#endsS = endsS;
  }

  observe(tookMs: number, labels: string): void {
    const tookS = tookMs / 1_000;
    const counts = this.#counts.get(labels) ?? { buckets: this.#endsS.map(() => 0), sumS: 0, total: 0 };
    const bucket = this.#endsS.findIndex((endS) => tookS <= endS);
    if (bucket !== -1) counts.buckets[bucket] = (counts.buckets[bucket] ?? 0) + 1;
    counts.sumS += tookS;
    counts.total += 1;
    this.#counts.set(labels, counts);
  }

  lines(metric: Metric): readonly string[] {
    const lines = [...this.#counts].flatMap(([labels, counts]) => this.#linesOf(metric.name, labels, counts));
    return [...headLines(metric, 'histogram'), ...lines];
  }

  /** Each bucket counts those below it too. */
  #linesOf(name: string, labels: string, { buckets, sumS, total }: Counts): readonly string[] {
    let below = 0;
    const ends = this.#endsS.map((endS, index) => {
      below += buckets[index] ?? 0;
      return `${name}_bucket{${labels},le="${endS}"} ${below}`;
    });
    return [
      ...ends,
      `${name}_bucket{${labels},le="+Inf"} ${total}`,
      `${name}_sum{${labels}} ${sumS.toFixed(6)}`,
      `${name}_count{${labels}} ${total}`,
    ];
  }
}

const headLines = ({ name, help }: Metric, type: string): readonly string[] => [
  `# HELP ${name} ${help}`,
  `# TYPE ${name} ${type}`,
];
