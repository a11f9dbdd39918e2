import { spawnSync } from 'node:child_process';
import { PYTHON } from './carelink.ts';

/** The official Prometheus parser for Python. It raises an error for an invalid exposition. */
const PARSE = `
import json, sys
from prometheus_client.parser import text_string_to_metric_families
families = text_string_to_metric_families(sys.stdin.read())
print(json.dumps([[f.name, f.type, [[s.name, s.labels, s.value] for s in f.samples]] for f in families]))
`;

export type Sample = readonly [name: string, labels: Readonly<Record<string, string>>, value: number];
export type Family = readonly [name: string, type: string, samples: readonly Sample[]];

/** Null for an invalid exposition. */
export function parsed(text: string): readonly Family[] | null {
  const { status, stdout } = spawnSync(PYTHON, ['-c', PARSE], { input: text, encoding: 'utf8' });
  return status === 0 ? JSON.parse(stdout) : null;
}
