import { type Field, goesOn, type Life } from './field.ts';
import { nowUs } from '../http/contract.ts';
import { renewWhenDue, step } from './step.ts';

/** The closed model: every user sends its next request when it has read the last answer. */
export async function runClosed(field: Field, lives: readonly Life[]): Promise<void> {
  await Promise.all(lives.map((life) => live(field, life)));
}

async function live(field: Field, life: Life): Promise<void> {
  while (goesOn(field) && !field.givenUp.has(life)) {
    field.started += 1;
    if (Date.now() >= life.renewAtMs) await renewWhenDue(field, life);
    await step(field, life, { plannedUs: nowUs(), possibleUs: null });
    field.pass.onTaken(field.recorder.taken);
  }
}
