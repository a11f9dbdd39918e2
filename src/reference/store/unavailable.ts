/** `unanswered`: the request was sent and no response arrived, so it may or may not have taken effect. */
export type Obstacle = 'locked' | 'full' | 'unreachable' | 'unanswered';

/** The store is unavailable. Nothing was changed (except see Obstacle), and a retry may succeed. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  readonly obstacle: Obstacle;

  constructor(obstacle: Obstacle, cause: unknown) {
    super(`the store is ${obstacle} (${cause instanceof Error ? cause.message : String(cause)})`, { cause });
    this.obstacle = obstacle;
  }
}
