import type { Send } from '../../flows/perform.ts';
import type { HttpRequest, HttpResponse } from '../../model/http.ts';

/** One exchange as it was sent and answered. It stays in memory, because it holds secrets. */
export interface SeenExchange {
  readonly request: HttpRequest;
  readonly response: HttpResponse;
}

/** Keeps the exchanges of what is sent with it. */
export function recorded(send: Send): { readonly send: Send; readonly seen: readonly SeenExchange[] } {
  const seen: SeenExchange[] = [];
  return {
    seen,
    async send(request) {
      const exchanged = await send(request);
      if (exchanged.answered) seen.push({ request, response: exchanged.response });
      return exchanged;
    },
  };
}
