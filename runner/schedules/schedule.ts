import { familyOf } from '../names/arn';
import type { ScheduleName } from '../settings/checks/ecs-names';

/** What comes in the place of a task definition (an ARN); undefined leaves its target alone. */
export type Next = (taskDefinition: string) => string | undefined;

/** What runs tasks at certain times, as it was read. */
export interface Schedule {
  /** `schedule reports/weekly`. */
  readonly label: string;
  readonly name: ScheduleName;
  /** The task definitions that it runs (ARNs, as they are written there). */
  readonly taskDefinitions: readonly string[];
  /** Paths in it that would be lost on the way back to AWS. */
  readonly lost: readonly string[];
  /** Writes it as it was read, but for these task definitions; says what else had to change, if anything. */
  readonly put: (next: Next) => Promise<string>;
}

/** The revisions of the family that a schedule names. One that names the family alone runs its latest one by itself. */
export const namedIn = ({ taskDefinitions }: Schedule, family: string) =>
  taskDefinitions.filter((one) => familyOf(one) === family && /:\d+$/.test(one));

/** Whether one of them runs another revision than this (an ARN). */
export const areBehind = (schedules: readonly Schedule[], to: string | undefined): boolean =>
  to !== undefined && schedules.some((one) => namedIn(one, familyOf(to)).some((arn) => arn !== to));

/** A target of either kind with what comes in the place of its task definition. */
export function withTaskDefinition<P extends { readonly TaskDefinitionArn: string | undefined }>(
  { EcsParameters: held }: { readonly EcsParameters?: P | undefined },
  next: Next,
) {
  const arn = held?.TaskDefinitionArn ?? '';
  return held && { EcsParameters: { ...held, TaskDefinitionArn: next(arn) ?? arn } };
}
