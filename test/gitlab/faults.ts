import { refusal, type GitlabAnswer } from './answer';
import type { RecordedRequest } from './gitlab';
import { gitlabTexts } from './texts';

/** A misbehaviour of the server. */
export interface GitlabFault {
  readonly kind:
    | 'rate-limit'
    | 'server-error'
    /** The application is away, and what stands before it answers a page. */
    | 'bad-gateway'
    /** Something on the way answers a page, with status 200. */
    | 'login-page'
    | 'redirect'
    /** Closes the connection, and nothing happens. */
    | 'refuse'
    /** It happens, but the connection is closed without an answer. */
    | 'lost-reply'
    | 'hang'
    /** Refuses in words of its own, which may repeat the request. */
    | 'says'
    /** Does what it is asked, and answers with other texts. */
    | 'other-texts'
    /** Takes no notice of `masked`, and stores the variable in plain sight. */
    | 'no-mask';
  readonly method?: string;
  /** How many requests go through before; default 0. */
  readonly after?: number;
  /** How many requests it hits; default 1. */
  readonly times?: number;
  /** For `rate-limit`: the seconds of Retry-After. */
  readonly seconds?: number;
  /** For `redirect`. */
  readonly location?: string;
  /** For `says`. */
  readonly words?: (request: RecordedRequest) => string;
  /** For `other-texts`: in the place of each. */
  readonly text?: string;
  /** What happens when a request runs into it. */
  readonly then?: () => void;
}

export function gitlabFaultQueue() {
  let queue: { readonly fault: GitlabFault; after: number; times: number }[] = [];
  return {
    add: (fault: GitlabFault) => void queue.push({ fault, after: fault.after ?? 0, times: fault.times ?? 1 }),
    clear: () => {
      queue = [];
    },
    /** The fault that this request runs into, if any. */
    next(method: string): GitlabFault | undefined {
      const entry = queue.find(({ fault, times }) => times > 0 && (fault.method ?? method) === method);
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

/** Rack::Attack's answer to who asks too often is plain text (GitLab's source, lib/gitlab/rack_attack.rb). */
export function faultAnswerOf(
  { kind, seconds = 0, location = '', words }: GitlabFault,
  request: RecordedRequest,
): GitlabAnswer | undefined {
  switch (kind) {
    case 'says':
      return refusal(400, words?.(request));
    case 'rate-limit':
      return { status: 429, body: gitlabTexts.rateLimited, headers: { 'retry-after': String(seconds) } };
    case 'server-error':
      return { status: 500, body: { message: gitlabTexts.serverError } };
    case 'bad-gateway':
      return { status: 502, body: gitlabTexts.badGateway };
    case 'login-page':
      return { status: 200, body: '<html><title>Sign in</title></html>' };
    case 'redirect':
      return { status: 302, body: undefined, headers: { location } };
    default:
      return undefined;
  }
}
