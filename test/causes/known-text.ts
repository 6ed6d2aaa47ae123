import type { FailureEvidence } from '../../runner/causes/failure-causes';

/** Something that AWS shows, and the cause that it has to be told from it. */
export interface KnownText {
  /** The failures that a deployment can end with are numbered, so that none is forgotten; some have no number of their own. */
  readonly row?: number;
  readonly id: string;
  readonly evidence: FailureEvidence;
  /** What the explanation has to name. */
  readonly names?: readonly string[];
  /** What the fix has to name. */
  readonly fixes?: readonly string[];
  readonly definitiveAfter?: 1 | 2;
}

type Task = Extract<FailureEvidence, { kind: 'task' }>;

export const image = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/web:4f2a';
export const secretArn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:prod/db-AbCdEf';
export const targetGroup =
  'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/0123456789abcdef';

/** A task that never ran; the container repeats the reason (field report). */
export const failedToStart = (stoppedReason: string): Task => ({
  kind: 'task',
  stopCode: 'TaskFailedToStart',
  stoppedReason,
  containers: [{ name: 'app', reason: stoppedReason }, { name: 'proxy' }],
});

export const exited = (containers: Task['containers'], logLines?: readonly string[]): Task => ({
  kind: 'task',
  stopCode: 'EssentialContainerExited',
  stoppedReason: 'Essential container in task exited',
  containers,
  ...(logLines ? { logLines } : {}),
});

export const stoppedByEcs = (stoppedReason: string, containers: Task['containers'] = []): Task => ({
  kind: 'task',
  stopCode: 'ServiceSchedulerInitiated',
  stoppedReason,
  containers,
});

export const event = (message: string): FailureEvidence => ({
  kind: 'event',
  message: `(service web) ${message}`,
});

export const startText = (
  row: number | undefined,
  id: string,
  text: string,
  expected: Pick<KnownText, 'names' | 'fixes' | 'definitiveAfter'> = {},
): KnownText => ({ ...(row === undefined ? {} : { row }), id, evidence: failedToStart(text), ...expected });
/** Certain on the first task that fails like this. */
export const certain = (names: readonly string[], fixes: readonly string[]) =>
  ({ names, fixes, definitiveAfter: 1 }) as const;

/** What a network trouble has to name. */
export const network = { names: ['no connection'], fixes: ['VPC endpoint', 'NAT gateway'] };

export const executionRole = 'arn:aws:sts::123456789012:assumed-role/webExecution/0f1e2d3c';
