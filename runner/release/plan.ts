import type { Replacement } from '../recording/recording';
import type { ImageSettings } from '../settings/image-settings';
import type { PlaceSettings } from '../settings/slices';
import { imageByTag } from '../names/image-reference';
import { familyRevisionOf } from '../names/arn';
import { primaryOf } from '../ecs/deployments';
import { differencesBetween, type Difference } from '../task-definition/normalized-task-definition';
import { nameOfBase } from './base-revision';
import type { Release } from './release';
import { runningImagesOf, type RevisionChoice, type RevisionToRun } from './revision-to-run';
import { originIn } from '../task-definition/origin-tags';
import { registrableOf, withChange, type Revision } from '../task-definition/task-definition';
import { isValueOf } from '../task-definition/task-values';
import { visibleValueOf } from '../task-definition/visible-value';

export type Plan = ReturnType<typeof planOf>;

export type PlannedRevision =
  | { readonly kind: 'existing'; readonly revision: string }
  /** One that is registered from the latest of its family, or from a file. */
  | { readonly kind: 'new'; readonly base: string };

export type PlannedDifference = ReturnType<typeof plannedOf>;

export type DifferenceCause =
  | { readonly kind: 'image' }
  | { readonly kind: 'stage' }
  /** What the variables of the job set in the task. */
  | { readonly kind: 'values' }
  /** The task definition of the project. */
  | { readonly kind: 'file'; readonly file: string }
  /** The revision that the deployment is based on. */
  | {
      readonly kind: 'revision';
      readonly revision: string;
      /** What the service runs. */
      readonly from: string;
      /** Whether the credentials of this job registered it, from one that somebody else did; undefined where AWS does not say. */
      readonly isOurs: boolean | undefined;
      /** ARN of who did, and when, where AWS says it. */
      readonly registeredBy: string | undefined;
      readonly registeredAt: string | undefined;
    };

/** What a deployment would do to a service. */
export function planOf(release: Release, place: PlaceSettings, caller: { readonly arn: string } | undefined) {
  const { choice, image, target, wanted } = release;
  const { base, running, existing } = choice;
  const from = nameOf(running);
  const to: PlannedRevision =
    existing === undefined
      ? { kind: 'new', base: nameOfBase(base) }
      : { kind: 'existing', revision: familyRevisionOf(existing) };
  return {
    ...verdictOf(release, to, `${place.service} from ${from ?? 'nothing'}`, place.service),
    /** Without a digest while it is not built. */
    image: { reference: imageByTag(wanted.repository, wanted.tag), digest: image?.digest },
    /** `web:7`, which the service runs; undefined where there is no service. */
    from,
    to,
    differences: plannedDifferences(choice, caller),
    /** `web:7`, which would be put back; undefined where nothing would. */
    rollbackTo: target && familyRevisionOf(target.taskDefinition),
  };
}

function nameOf(revision: Revision | undefined): string | undefined {
  return revision && familyRevisionOf(revision.taskDefinition.taskDefinitionArn ?? '');
}

function plannedDifferences(
  { base, running, change }: RevisionChoice,
  caller?: { readonly arn: string },
): PlannedDifference[] {
  const { registeredBy, registeredAt } = base.taskDefinition;
  const outside: DifferenceCause = base.file
    ? { kind: 'file', file: base.file.name }
    : {
        kind: 'revision',
        revision: nameOf(base) ?? '',
        from: nameOf(running) ?? 'nothing',
        isOurs: registeredBy && caller && !base.isAsked ? isSameActor(registeredBy, caller.arn) : undefined,
        registeredBy,
        registeredAt: registeredAt?.toISOString(),
      };
  const before = registrableOf(running?.taskDefinition ?? {});
  return differencesBetween(before, withChange(base, change)).map((difference) =>
    plannedOf(difference, change, outside),
  );
}

function plannedOf(
  { path, kind, before, after }: Difference,
  change: Release['choice']['change'],
  outside: DifferenceCause,
) {
  const shown = { before: visibleValueOf(path, before), after: visibleValueOf(path, after) };
  return {
    /** Without what is none, or none for readers. */
    ...{ path, kind, ...shown },
    /** Whether there are values that are not shown. */
    isHidden:
      (before !== undefined && shown.before === undefined) ||
      (after !== undefined && shown.after === undefined),
    cause: causeOf(path, after, change, outside),
  };
}

function causeOf(
  path: readonly string[],
  after: unknown,
  { containers, stage, values = {} }: Release['choice']['change'],
  outside: DifferenceCause,
): DifferenceCause {
  const [list, name = '', ...rest] = path;
  const place = list === 'containerDefinitions' ? rest.join('.') : '';
  if (containers.includes(name) && place === 'image') return { kind: 'image' };
  if (place === 'logConfiguration.options.awslogs-stream-prefix' && after === stage) return { kind: 'stage' };
  const isOurs = path.length === 1 || containers.includes(name);
  return isOurs && isValueOf(values, path) ? { kind: 'values' } : outside;
}

/** Whether it is one user, or sessions of one role: every job has a session of its own. */
export function isSameActor(one: string, other: string): boolean {
  const actorOf = (arn: string) => arn.replace(/(:assumed-role\/[^/]+)\/.*$/, '$1');
  return actorOf(one) === actorOf(other);
}

function verdictOf(
  { image, service, isServed, choice: { existing } }: Release,
  to: PlannedRevision,
  nameFrom: string,
  name: string,
) {
  if (isServed)
    return { isChange: false, happens: `${name} runs this already: a deployment would change nothing` };
  const { id = '', taskDefinition, rolloutState } = primaryOf(service) ?? {};
  if (existing !== undefined && taskDefinition === existing && rolloutState === 'IN_PROGRESS') {
    const happens = `${id} of ${familyRevisionOf(existing)} is on its way: a deployment would follow it and change nothing`;
    return { isChange: false, happens };
  }
  const onceBuilt = image ? '' : ', once its image is built';
  const happens =
    to.kind === 'existing'
      ? `a deployment would update ${nameFrom} to ${to.revision}`
      : `a deployment would register a revision from ${to.base} and update ${nameFrom} to it${onceBuilt}`;
  return { isChange: true, happens };
}

/** What a release brings in place of what, for the report. */
export function replacementOf(
  { choice, commit }: Pick<Release, 'choice'> & { readonly commit: string | undefined },
  { taskDefinition }: Pick<RevisionToRun, 'taskDefinition'>,
  { tag }: ImageSettings,
): Replacement {
  const { running, change } = choice;
  const before = running?.taskDefinition.taskDefinitionArn;
  return {
    before:
      before === undefined
        ? undefined
        : {
            revision: familyRevisionOf(before),
            image: runningImagesOf(choice)[0],
            commit: originIn(running?.tags ?? []).commit,
          },
    after: { revision: familyRevisionOf(taskDefinition), image: change.image, tag, commit },
    differences: plannedDifferences(choice),
  };
}
