// The timing of the freezing server. The server and the calculation of the expected p99 share it.

export const FREEZE_MS = 400;
export const FREEZE_EVERY_MS = 2000;
