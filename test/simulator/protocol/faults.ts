/** A misbehaviour of one operation. */
export interface Fault {
  /** `*` for every operation. */
  readonly operation: string;
  /** How many calls it hits; default 1. */
  readonly times?: number;
  /** How many calls go through before. */
  readonly after?: number;
  readonly kind: FaultKind;
  /** For `access-denied`: what is denied, and on what, when it is not the operation itself (`iam:PassRole`). */
  readonly action?: string;
  readonly resource?: string;
  /** For `client-error`. */
  readonly error?: { readonly name: string; readonly message: string };
  /** For `stale`: how old the answer is at least. */
  readonly seconds?: number;
  /** For `newer-member`: what the member is, `kept` unless said. */
  readonly value?: unknown;
  /** For `other-body`: made of what AWS says. */
  readonly body?: (answer: string) => string;
  /** For `stale`: its `updatedAt` says that it is of this moment. */
  readonly isStampedAnew?: boolean;
}

export type FaultKind =
  | 'throttle'
  | 'server-error'
  | 'unavailable'
  /** Never answers. */
  | 'hang'
  /** Closes the connection without an answer, and nothing happens. */
  | 'refuse'
  /** It happens, but the connection is closed without an answer. */
  | 'lost-reply'
  /** It happens, and the answer stops halfway and never goes on. */
  | 'half-reply'
  /** Something on the way answers in AWS's place: a page, with status 200. */
  | 'strange-page'
  /** It happens, and `body` is answered in place of what AWS says. */
  | 'other-body'
  /** The list begins again after each of its pages: with the same token each time, or with a new one where `value` is `new`. */
  | 'endless-list'
  | 'access-denied'
  | 'expired-token'
  /** (AWS docs: documented for the calls about service deployments) */
  | 'unsupported-feature'
  /** Passes: somebody else registers a revision of the family at this moment. */
  | 'concurrent-revisions'
  /** Passes: STS cannot ask GitLab for its keys. */
  | 'no-verification-key'
  /** StopServiceDeployment is accepted, but the deployment completes before it is stopped, where its tasks are healthy then. */
  | 'stop-too-late'
  /** Any other refusal, in the words of `error`. */
  | 'client-error'
  /** Refuses in words that repeat the whole request. */
  | 'echo'
  /** The answer has a member that the SDK does not know yet. */
  | 'newer-member'
  /** Answers what it answered to the same request that many seconds ago. */
  | 'stale';

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
}

export interface FaultQueue extends Faults {
  /** The fault that this call runs into, if any. */
  next(operation: string): Fault | undefined;
}

export function faultQueue(): FaultQueue {
  let queue: { fault: Fault; after: number; times: number }[] = [];
  return {
    add(fault) {
      queue.push({ fault, after: fault.after ?? 0, times: fault.times ?? 1 });
    },
    clear() {
      queue = [];
    },
    next(operation) {
      const entry = queue.find(
        ({ fault, times }) => (fault.operation === operation || fault.operation === '*') && times > 0,
      );
      if (!entry) return undefined;
      if (entry.after > 0) {
        entry.after -= 1;
        return undefined;
      }
      entry.times -= 1;
      return entry.fault;
    },
  };
}
