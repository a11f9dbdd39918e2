export type Obstacle = 'locked' | 'full' | 'unreachable';

/** The store cannot take this now: nothing of it was done, and the same request may succeed in a moment. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  readonly obstacle: Obstacle;

  constructor(obstacle: Obstacle, cause: unknown) {
    super(`the store is ${obstacle}`, { cause });
    this.obstacle = obstacle;
  }
}
