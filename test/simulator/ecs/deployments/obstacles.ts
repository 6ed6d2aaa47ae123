/** What keeps the scheduler from its work. */
export interface Obstacles {
  /** Why no task can be placed: the end of the event's text. */
  readonly placement?: string;
  /** Why no task can be launched: the error in the event's text. */
  readonly launch?: string;
  /** The scheduler's own calls are throttled: it neither starts nor stops a task. */
  readonly isThrottled?: boolean;
  /** No more tasks than that can be launched, of all deployments. */
  readonly mostTasks?: number;
  /** The tasks of older deployments are under protection. */
  readonly protectsOldTasks?: boolean;
}
