import type { Presented } from '../../model/auth-evidence.ts';

/**
 * The result of presenting a token. A 5xx, a missing answer and a 429 grant nothing now and do not show a refusal. Any
 * other answer without a token is a refusal, even a 200. Whether that status is correct is not checked here.
 */
export function readPresented({ status, granted }: Presented): 'granted' | 'refused' | 'unclear' {
  if (granted) return 'granted';
  return status === 0 || status === 429 || status >= 500 ? 'unclear' : 'refused';
}

export const unclearText = ({ status }: Presented): string =>
  status === 0 ? 'no answer came, which shows no refusal' : `the answer was ${status}, which shows no refusal`;
