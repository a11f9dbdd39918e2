// How the freezing server freezes: the one who freezes and the one who computes what that means agree on it here.

export const FREEZE_MS = 400;
export const FREEZE_EVERY_MS = 2000;
