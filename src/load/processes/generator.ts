import { once } from 'node:events';
import { compileFlow } from '../../flows/compile.ts';
import type { Workload } from '../../flows/workload.ts';
import { startNullTarget } from '../floor.ts';
import { numberAsProcess } from '../fresh.ts';
import { preparation, type Prepare } from '../plan/preparation.ts';
import { runTrial } from '../trial.ts';
import type { Order, Report, SentWorkload } from './contract.ts';

// One generator process. It is forked by the pool, measures its share of each trial, and ends with the process that forked it.

const send = (report: Report): void => void process.send?.(report);

const stopping = new AbortController();
/** Settles the wait of this process for the others. */
let proceed: () => void = () => {};

/** Waits until the parent says that every process is ready. */
function ready(): Promise<void> {
  if (stopping.signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    proceed = resolve;
    send({ kind: 'ready' });
  });
}

const compiled = ({ flow, renew, recover, site }: SentWorkload): Workload => ({
  flow: compileFlow(flow),
  renew: renew.map((each) => compileFlow(each)),
  recover: recover === null ? null : compileFlow(recover),
  site,
});

let prepare: Prepare | null = null;

async function prepared(): Promise<Prepare> {
  prepare ??= preparation(await startNullTarget(), stopping.signal);
  return prepare;
}

let isNumbered = false;

async function measure({ trial, shape, index, of }: Extract<Order, { kind: 'trial' }>): Promise<void> {
  if (!isNumbered) numberAsProcess({ index, of });
  isNumbered = true;
  const workload = compiled(trial.workload);
  const floor = await (await prepared())(shape, { workload, model: trial.model.kind });
  await ready();
  let taken = 0;
  const { result, retryBeyondEndMs, recorded, users } = await runTrial({
    ...trial,
    workload,
    floor,
    share: { index, of, warmedUp: ready },
    signal: stopping.signal,
    onProgress: (done) => void (taken = done),
    onInterval: (recent) => send({ kind: 'interval', recent, taken }),
    onWait: (wait) => send({ kind: 'wait', wait }),
  });
  send({ kind: 'outcome', outcome: { result, retryBeyondEndMs, recorded: recorded(), users } });
}

process.on('message', (order: Order) => {
  switch (order.kind) {
    case 'trial':
      // An error here is a defect. It ends the process with a failure, which the parent reports.
      void measure(order);
      break;
    case 'continue':
      proceed();
      break;
    case 'stop':
      stopping.abort(order.why);
      proceed();
      break;
    default:
      order satisfies never;
  }
});
// Ctrl-C reaches every process of the terminal. The parent ends this one, so that its measurements are kept.
process.on('SIGINT', () => {});
await once(process, 'disconnect');
process.exit();
