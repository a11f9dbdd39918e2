/** The result of a probe: a value, or a coded reason why there is none. Probes never throw. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: string; readonly message: string };

export const got = <T>(value: T): Outcome<T> => ({ ok: true, value });

export const gotNothing = (code: string, message: string): Outcome<never> => ({ ok: false, code, message });

/** The code of evidence that the chosen depth leaves out. */
export const NOT_ASKED = 'not-asked';
