import { confirm, isCancel, select, text } from '@clack/prompts';
import type { Questions } from './questions.ts';

/** The questions on this terminal. Loaded only where a person can answer. */
export const prompts: Questions = {
  async choose(message, choices) {
    const options = choices.map(({ value, label, hint }) => ({
      value,
      label,
      ...(hint === undefined ? {} : { hint }),
    }));
    const chosen: unknown = await select<unknown>({ message, options, showInstructions: false });
    return choices.find(({ value }) => value === chosen)?.value ?? null;
  },
  async confirm(message) {
    const answer = await confirm({ message });
    return isCancel(answer) ? null : answer;
  },
  async text(message, problem) {
    const answer = await text({ message, validate: (typed) => problem(typed ?? '') ?? undefined });
    return isCancel(answer) ? null : answer;
  },
};
