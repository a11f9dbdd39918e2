import { type BadInput, badInputRoutes } from '../../../model/bad-input.ts';
import { shownAs } from '../contract.ts';
import { securityExchange } from '../security-exchange.ts';
import { answerOf, answerWords } from './answer.ts';
import { formOf, inputsFor } from './inputs.ts';

/** Sends what a sound server refuses politely. Each request is small but two, and names no account that exists. */
export const badInput = securityExchange({
  kind: 'bad-input',
  title: 'sending bad input',
  harm: 'attacks',
  budgetMs: 60_000,
  sends: [
    'up to 21 bad logins with a name that does not exist, 22 bad refreshes and 11 `GET`s of the protected route: malformed JSON, wrong types, missing fields, a field of 100 kB, a header of 20 kB, two wrong methods',
  ],
  async perform(client) {
    const tried: BadInput[] = [];
    for (const route of badInputRoutes.toReversed()) {
      for (const { kind, variant, alter } of inputsFor[route]) {
        const sent = await client.sendAltered(route, alter);
        if (sent === null) continue;
        const { exchanged, granted, original, show } = sent;
        const answer = answerOf(exchanged, granted);
        tried.push({
          route,
          kind,
          variant,
          form: formOf(original),
          answer,
          ...shownAs(show({ sent: variant, came: answerWords(answer) })),
        });
      }
    }
    return { tried };
  },
});
