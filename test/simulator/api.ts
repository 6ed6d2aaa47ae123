import type { IncomingMessage, ServerResponse } from 'node:http';
import type { SimulatorClock } from './clock';

/** What every part of the simulator knows about where it runs. */
export interface Setting {
  readonly clock: SimulatorClock;
  readonly accountId: string;
  readonly region: string;
  /** `127.0.0.1:PORT`, known once the server listens. */
  registry(): string;
}

/** Who is calling. */
export interface CallContext {
  readonly accessKeyId: string;
  readonly sessionToken?: string;
  /** ARN of the user or of the assumed role. */
  readonly caller: string;
  /** It loses the race against what it asks to stop. */
  readonly isTooLate?: boolean;
}

/**
 * Gets an input that was already checked against the SDK's schema and converted by it (timestamps are Date, blobs
 * Uint8Array), answers what the output schema describes, refuses by throwing `awsError`.
 */
export type Operation = (input: never, context: CallContext) => unknown;

/** One AWS service behind the simulator's port: what it answers to each operation it knows. */
export interface Api {
  /** `ecs`, `ecr`, `logs`, `sts`, `elasticloadbalancing`: the name in the credential scope. */
  readonly service: string;
  readonly operations: Readonly<Record<string, Operation>>;
}

/** Everything on the port that is not an AWS API: the registry, its blobs, the control API. */
export interface HttpRoute {
  /** The start of the paths that it answers, such as `/v2/`. */
  readonly prefix: string;
  handle(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> | void;
  close?(): Promise<void>;
}

/** What `createEcr(setting)` of ecr.ts gives to simulator.ts; its `world` becomes part of `simulator.world`. */
export interface RegistryPart<World extends object = object> {
  readonly api: Api;
  readonly routes: readonly HttpRoute[];
  readonly world: World;
  /** The digest that an image reference (`registry/name:tag`, `...@sha256:...`) names now, if it is stored here; what is pulled of an index is the image of one platform. */
  digestOf(image: string, isPulled?: boolean): string | undefined;
}

/** What AWS answers when it refuses a request. */
export interface AwsErrorReply extends Error {
  readonly statusCode: number;
}

export function awsError(name: string, message: string, statusCode = 400): AwsErrorReply {
  return Object.assign(new Error(message), { name, statusCode });
}

export const isAwsErrorReply = (error: unknown): error is AwsErrorReply =>
  error instanceof Error && 'statusCode' in error;
