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
  /** ARN of the user or of the assumed role. */
  readonly caller: string;
}

/**
 * One operation: gets what the SDK's input schema lets through (timestamps as Date, blobs as Uint8Array) and answers
 * what the SDK's output schema describes. Refuses by throwing `awsError`.
 */
export type Operation = (input: never, context: CallContext) => unknown;

export interface Api {
  /** The SDK client's module: it exports one schema per shape (`UpdateService$`, ...). */
  readonly schemas: Readonly<Record<string, unknown>>;
  readonly operations: Readonly<Record<string, Operation>>;
}

/** Answers a request that is no AWS call (`/v2/...`, `/_blobs/...`); false when the path is not its own. */
export type HttpRoute = (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;

/** What `createEcr(setting)` of ecr.ts gives to simulator.ts; its `world` is merged into `simulator.world`. */
export interface RegistryPart<World extends object = object> {
  readonly api: Api;
  readonly route: HttpRoute;
  readonly world: World;
  /** The digest that an image reference (`registry/name:tag`, `...@sha256:...`) names now, if it is stored here. */
  digestOf(image: string): string | undefined;
}

export interface AwsError extends Error {
  readonly awsError: true;
  readonly status: number;
}

/** A refusal in AWS's own name and text. */
export function awsError(name: string, message: string, status = 400): AwsError {
  return Object.assign(new Error(message), { name, status, awsError: true as const });
}

export const isAwsError = (error: unknown): error is AwsError =>
  error instanceof Error && 'awsError' in error;
