/** Metric names are tokens (W3C Server Timing §3.2, RFC 9110 §5.6.2). Other names are dropped. */
const METRIC = /^\s*([!#$%&'*+.^_`|~0-9A-Za-z-]{1,40})\s*((?:;[^;]*)*)$/;
const DURATION = /;\s*dur\s*=\s*"?(\d{1,9}(?:\.\d{1,6})?)"?\s*(?:;|$)/i;

/** A header may carry any number of metrics. This bounds the memory that a target can use. */
const MOST_METRICS = 16;

/**
 * The metrics of one `Server-Timing` header that carry a duration, in ms.
 * A repeated name counts each time, as the specification requires.
 */
export function parseServerTiming(header: string): readonly (readonly [string, number])[] {
  if (header === '') return [];
  return header.split(',').slice(0, MOST_METRICS).flatMap(metric);
}

function metric(text: string): readonly (readonly [string, number])[] {
  const [, name, parameters = ''] = METRIC.exec(text) ?? [];
  const [, duration] = DURATION.exec(parameters) ?? [];
  return name === undefined || duration === undefined ? [] : [[name, Number(duration)]];
}
