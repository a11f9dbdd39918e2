import type { Presented } from '../../model/evidence.ts';

/**
 * What a presentation proves. A crash, a silence and a throttle all keep the token out this time and say nothing about
 * the next. Any other answer without a token is a refusal, even a 200: whether its status is right is another question.
 */
export function readPresented({ status, granted }: Presented): 'granted' | 'refused' | 'unclear' {
  if (granted) return 'granted';
  return status === 0 || status === 429 || status >= 500 ? 'unclear' : 'refused';
}

export const unclearWords = ({ status }: Presented): string =>
  status === 0 ? 'no answer came, which shows no refusal' : `the answer was ${status}, which shows no refusal`;
