/** `unanswered` is the one where it is not known whether it was done: the request had left, and no answer came. */
export type Obstacle = 'locked' | 'full' | 'unreachable' | 'unanswered';

/** The store cannot take this now: nothing of it was done (but see Obstacle), and the same may succeed in a moment. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  readonly obstacle: Obstacle;

  constructor(obstacle: Obstacle, cause: unknown) {
    super(`the store is ${obstacle} (${cause instanceof Error ? cause.message : String(cause)})`, { cause });
    this.obstacle = obstacle;
  }
}
