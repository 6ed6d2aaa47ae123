import type { ECSClientConfig } from '@aws-sdk/client-ecs';
import type { Clock } from './clock';

/** Everything outside that a run can see or touch. `main.ts` builds the real one; tests hand in their own. */
export interface Host {
  /** Arguments after the program's name. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Asked for only by who reads it: Node opens it at the first touch. */
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  readonly clock: Clock;
  /** Aborted when the job is cancelled; `reason` is `'SIGINT'` or `'SIGTERM'`. */
  readonly interruption: AbortSignal;
  /** How requests find their way; only tests give more of it than the job's proxies. */
  readonly wire?: Wire;
}

export type Terminal = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

export interface Wire {
  /** Where every AWS client sends its requests; without it the SDK finds out itself (AWS_ENDPOINT_URL, ...). */
  readonly endpoint?: string;
  readonly requestTimeoutMs?: number;
  /** How AWS clients send their requests, with timeouts of its own. */
  readonly requestHandler?: NonNullable<ECSClientConfig['requestHandler']>;
  /** A fixed pause between the SDK's own attempts instead of its exponential one. */
  readonly retryDelayMs?: number;
  /** Undefined where the job's variables name none. */
  readonly proxies?: ProxySettings | undefined;
}

/** What a job's variables say of the way out. */
export interface ProxySettings {
  readonly http: ProxyVariable | undefined;
  readonly https: ProxyVariable | undefined;
  /** Hosts that are asked without a proxy. */
  readonly except: readonly string[];
}

export interface ProxyVariable {
  /** As the job spells it. */
  readonly name: string;
  readonly value: string;
}
