/** A name, a password and a token of no account. Requests are recognised by them. */
export const NO_SUCH = 'whyslow-no-such';
