/**
 * From here on a wait is noticed: 0.1 s is the limit for a system that seems to react at once (Jakob Nielsen, "Response
 * Times: The 3 Important Limits", after Miller 1968). It is also what the default target allows an API answer at most.
 */
export const SLOW_ANSWER_MS = 100;
