import type { IncomingMessage, ServerResponse } from 'node:http';

/** One AWS service behind the simulator's port: what it answers to each operation it knows. */
export interface Api {
  readonly service: string;
  readonly operations: Readonly<Record<string, Operation>>;
}

/** Takes an input that was already checked against the SDK's schema; throws `awsError` to refuse it. */
export type Operation = (input: Readonly<Record<string, unknown>>) => unknown;

/** Everything on the port that is not an AWS API: the registry, its blobs, the control API. */
export interface HttpRoute {
  /** The start of the paths that it answers, such as `/v2/`. */
  readonly prefix: string;
  handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> | void;
  close?(): Promise<void>;
}

/** What AWS answers when it refuses a request. */
export interface AwsErrorReply extends Error {
  readonly statusCode: number;
}

export function awsError(name: string, message: string, statusCode = 400): AwsErrorReply {
  return Object.assign(new Error(message), { name, statusCode });
}
