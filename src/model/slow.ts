/**
 * The shortest wait that users notice: up to 0.1 s a system seems to react at once (Jakob Nielsen, "Response Times: The
 * 3 Important Limits", after Miller 1968). The default threshold for API responses has the same value.
 */
export const SLOW_ANSWER_MS = 100;
