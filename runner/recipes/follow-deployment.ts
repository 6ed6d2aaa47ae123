import { imageDigestsOf } from '../ecr/manifest';
import { EcsCdError, orElse } from '../errors';
import { familyRevisionOf } from '../names/arn';
import { followingOf } from '../proof/test-traffic';
import { announce, rollbackPolicyOf, type RollbackPolicy } from '../recovery/rollback-policy';
import { revisionOfImage } from '../release/deployment-of';
import { type Outcome, outcomeOfError } from '../verdict/outcome';
import { followToVerdict, type StartedDeployment } from './deploy-revision';
import { foundIn, type FollowRun, type FoundRun } from './found-deployment';
import { putLiveTag } from './put-live-tag';
import { companyOf, type Member } from './several/company';
import { ofEach, atOnce, toOneVerdict } from './several/to-one-verdict';
import { proverOf } from './several/prove-together';
import { isAllOrNone, withWayBack } from './several/way-back';

/** Follows the deployment of this image in each service to its end. Starts none. */
export async function followDeployments(runs: readonly FollowRun[]): Promise<Outcome> {
  const found = await ofEach(runs, foundIn, atOnce);
  return followFound(found, {});
}

interface Following<Run> {
  /** Says to the deployment what it waits for; the IDs of the hooks that it has answered. */
  readonly answer?: (run: Run) => Promise<ReadonlySet<string>>;
  /** What its end means, where that is not what it says. */
  readonly meant?: (outcome: Outcome) => Outcome;
  /** What one is said to be for which the others go back. */
  readonly failed?: string;
  /** What all have come to that have succeeded. */
  readonly allDone?: string;
}

/**
 * Sees to their ends together. All are told what they wait for before any is followed: a job that is cancelled before that
 * changes nothing.
 */
export async function followFound<Run extends FoundRun>(
  found: readonly Run[],
  { answer, meant = (outcome) => outcome, failed, allDone = 'serve this release' }: Following<Run>,
): Promise<Outcome> {
  const ready = (await withWayBack(found)).map((run) => ({ ...run, policy: announced(run) }));
  const told = answer ? await answersOf(ready, answer) : new Map<string, Told>();
  return toOneVerdict(ready, {
    company: companyOf(found, isAllOrNone(found), failed),
    allDone: `all ${found.length} services ${allDone}`,
    async work(run, member) {
      const { refusal, ...more } = told.get(run.name) ?? {};
      // A way back is followed by itself, as the rollback job does.
      const along = run.release.isLeft ? undefined : member;
      const outcome = meant(await followOne(run, more, along));
      return outcome.verdict === 'paused' ? { ...outcome, ...refusal } : outcome;
    },
  });
}

type Ready = FoundRun & { readonly policy: RollbackPolicy };

/** What a failure of it does; said where it can fail yet. */
function announced({ settings, effects, release }: FoundRun): RollbackPolicy {
  const { service, started, deployment, target, isLeft } = release;
  const policy: RollbackPolicy =
    isLeft && target
      ? { kind: 'by-hand', from: target.taskDefinition }
      : rollbackPolicyOf(settings.recovery, target);
  effects.recorder?.replaces({
    before: target && { revision: familyRevisionOf(target.taskDefinition) },
    after: { revision: familyRevisionOf(deployment.taskDefinition) },
    differences: [],
  });
  const { deploymentId } = started.followed;
  const isListed = service.deployments?.some(({ id }) => id === deploymentId);
  if (started.kind === 'ours' && isListed) announce(policy, effects.log);
  return policy;
}

/**
 * What a deployment was told at its gate. One of several that could not be told waits on and is followed all the same: it
 * goes back where the others do, and they do not go back for it.
 */
type Told = Partial<Pick<StartedDeployment, 'answered' | 'onPause'>> & { readonly refusal?: Outcome };

async function answersOf<Run extends FoundRun>(
  runs: readonly Run[],
  answer: (run: Run) => Promise<ReadonlySet<string>>,
): Promise<ReadonlyMap<string, Told>> {
  const told = await Promise.all(runs.map((run) => orElse(answer(run), (error) => error)));
  const isAnswered = told.some((one) => one instanceof Set && one.size > 0);
  const entries = told.map((one, index): [string, Told] => {
    const name = runs[index]?.name ?? '';
    if (!(one instanceof EcsCdError)) return [name, { answered: one }];
    if (runs.length === 1 || (one.verdict === 'cancelled' && !isAnswered)) throw one;
    return [name, { onPause: 'end', refusal: outcomeOfError(one) }];
  });
  return new Map(entries);
}

async function followOne(
  { settings, effects, release, policy }: Ready,
  told: Told,
  member: Member | undefined,
): Promise<Outcome> {
  const { place, follow, proof } = settings;
  const { service, started, deployment, image, choice } = release;
  const isOfImage = deployment.taskDefinition === revisionOfImage(choice);
  const outcome = await followToVerdict(
    started,
    {
      ...{ service, desiredCountBefore: service.desiredCount ?? 0, policy, member },
      image:
        image && isOfImage
          ? { containers: choice.change.containers, digests: imageDigestsOf(image) }
          : undefined,
      ...{ ...follow, ...told },
      follow: followingOf(proof, effects),
      prove: proverOf(proof, policy, member, effects),
    },
    effects,
  );
  return putLiveTag(outcome, place.liveTag, effects);
}
