import { emptyHistogram, type LatencyHistogram } from '../stats/histogram.ts';
import type { Sample } from './contract.ts';
import { hlogHead, hlogLine } from './hlog.ts';
import { openSinkFile } from './sink-file.ts';

/** A file of every measured exchange, beside the recorder. All of it is on disk within a second, so memory is bounded. */
export interface Sink {
  /** @param label the trial, like `refresh` or `refresh.10-connections`. */
  take(label: string, sample: Sample): void;
  close(): void;
}

/** Called once with the system code when the file cannot be written. The trial goes on. */
type OnFailure = (code: string) => void;

const ignored: OnFailure = () => {};

/** With this size a write to the page cache, some 20 µs, happens once in hundreds of samples. */
const BUFFER_CHARACTERS = 65_536;

/** One JSON object on each line. Writes are synchronous, since a queue of them would grow with the rate. */
export function samplesFile(path: string, onFailure: OnFailure = ignored): Sink {
  const file = openSinkFile(path, onFailure);
  let text = '';
  const flush = (): void => {
    file.write(text);
    text = '';
  };
  return {
    take(label, { atMs, serviceUs, userUs, lagUs, status, wrong }) {
      text += `${JSON.stringify({ pass: label, atMs: Number(atMs.toFixed(3)), serviceUs, userUs, lagUs, status, wrong })}\n`;
      if (text.length > BUFFER_CHARACTERS) flush();
    },
    close() {
      flush();
      file.close();
    },
  };
}

const clocks = ['user', 'service', 'lag'] as const;
const SECOND_MS = 1_000;

interface Interval {
  readonly startMs: number;
  readonly histograms: Readonly<Record<(typeof clocks)[number], LatencyHistogram>>;
}

/**
 * HdrHistogram interval logs, one line a second for each trial and clock. Encoding takes some 0.3 ms once a second, on the
 * measuring thread. It can delay three responses in ten thousand, which changes no quantile that is judged.
 */
export function hlogFile(path: string, onFailure: OnFailure = ignored): Sink {
  const file = openSinkFile(path, onFailure);
  const histograms = { user: emptyHistogram(), service: emptyHistogram(), lag: emptyHistogram() };
  let interval: Interval | null = null;
  let label = '';
  let originMs = 0;
  const flush = (endMs: number): void => {
    if (interval === null) return;
    const [startS, lengthS] = [(interval.startMs - originMs) / SECOND_MS, (endMs - interval.startMs) / SECOND_MS];
    for (const clock of clocks) {
      const histogram = interval.histograms[clock];
      if (histogram.count > 0) file.write(hlogLine(`${label}.${clock}`, startS, lengthS, histogram));
      histogram.reset();
    }
    interval = null;
  };
  const begin = (next: string, atMs: number): Interval => {
    if (originMs === 0) {
      originMs = atMs;
      file.write(hlogHead(atMs));
    }
    label = next;
    interval = { startMs: atMs, histograms };
    return interval;
  };
  let latestMs = 0;
  return {
    take(next, { atMs, serviceUs, userUs, lagUs, wrong }) {
      // A wrong response has no latency. The samples file contains it.
      if (wrong !== null) return;
      if (next !== label) flush(latestMs);
      // A request sent at the end of one second may get its response in the next. It counts in the second of its response.
      latestMs = Math.max(latestMs, atMs);
      if (interval !== null && latestMs - interval.startMs >= SECOND_MS) flush(interval.startMs + SECOND_MS);
      const { histograms: open } = interval ?? begin(next, latestMs);
      open.user.record(userUs);
      open.service.record(serviceUs);
      if (lagUs !== null) open.lag.record(lagUs);
    },
    close() {
      flush(latestMs);
      file.close();
    },
  };
}
