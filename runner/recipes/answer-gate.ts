import type { ServiceDeployment } from '@aws-sdk/client-ecs';
import type { Followed } from '../ecs/deployments';
import { EcsCdError } from '../errors';
import { arnPartsOf, deploymentIdOfRevision, familyRevisionOf, lastSegmentOf } from '../names/arn';
import { throwIfCancelled } from '../recovery/cancel';
import { type Answer, answerHooks } from '../rollout/answer-hooks';
import { serviceDeploymentReader } from '../rollout/service-deployment';
import { gateIn, isTestGate } from '../rollout/state/gate';
import type { GateSettings } from '../settings/command-settings';
import type { ProofSettings } from '../settings/health-check';
import type { PlaceSettings } from '../settings/slices';
import { asWanted, type Outcome } from '../verdict/outcome';
import { followDeployment, type FollowDeploymentEffects } from './follow-deployment';

/**
 * Answers the hooks that hold a deployment, and follows it to its end or to the next gate. Where nothing waits any more
 * it says what has come of it.
 */
export async function answerGate(
  settings: GateSettings,
  answer: Answer,
  effects: FollowDeploymentEffects,
): Promise<Outcome> {
  const deploymentId = await deploymentAsked(settings, effects);
  const { testHealthCheck, ...proof } = settings.proof;
  // What is rejected is not asked whether it may go on.
  const asked = answer === 'CONTINUE' && testHealthCheck ? { ...proof, testHealthCheck } : proof;
  const mayLackImage = answer === 'ROLLBACK' && deploymentId !== undefined;
  const outcome = await followDeployment(
    { ...settings, proof: asked, deploymentId, mayLackImage },
    effects,
    (deployment) => answerDeployment(deployment, answer, asked, effects),
  );
  if (answer === 'CONTINUE') return outcome;
  // Who rejects a release is not told that all is well because it serves.
  if (outcome.verdict === 'succeeded')
    return { ...outcome, verdict: 'needs-attention', done: 'it was not taken back', next: takeBack };
  return asWanted(outcome, 'the deployment was rejected');
}

const takeBack = 'run the rollback job (ecs-cd rollback) to take it back';

async function deploymentAsked(
  { serviceDeployment: arn, place }: GateSettings,
  { ecs }: FollowDeploymentEffects,
): Promise<string | undefined> {
  if (arn === undefined) return undefined;
  throwWhereElsewhere(arn, place);
  const revision = (await ecs.describeServiceDeployment(arn))?.targetServiceRevision?.arn;
  if (revision !== undefined) return deploymentIdOfRevision(revision);
  throw new EcsCdError('rejected', `ECS has no service deployment ${arn} (ECS_CD_DEPLOYMENT)`, {
    fix: 'run the deploy job again, and then this one',
  });
}

/** The dotenv of another environment's job comes where a job needs that one, or all of an earlier stage. */
function throwWhereElsewhere(arn: string, place: PlaceSettings): void {
  const [, cluster, service] = arnPartsOf(arn)?.resource.split('/') ?? [];
  if (cluster === lastSegmentOf(place.cluster) && service === lastSegmentOf(place.service)) return;
  throw new EcsCdError(
    'invalid-usage',
    `ECS_CD_DEPLOYMENT is of service ${service} in cluster ${cluster}, not of ${place.service} in ${place.cluster}; nothing was changed`,
    {
      fix: 'let this job need the deploy job of its own environment ("needs"), or leave ECS_CD_DEPLOYMENT out',
    },
  );
}

async function answerDeployment(
  deployment: Followed,
  answer: Answer,
  { testHealthCheck }: ProofSettings,
  effects: FollowDeploymentEffects,
): Promise<ReadonlySet<string>> {
  const record = await recordOf(deployment, effects);
  const name = `${deployment.deploymentId} of ${familyRevisionOf(deployment.taskDefinition)}`;
  const gate = gateIn(record);
  if (!gate) throwWherePast(record, name, answer);
  throwIfCancelled(effects.interruption);
  // The release is asked first; the check answers.
  if (gate && testHealthCheck && isTestGate(gate)) return new Set();
  const answered = gate ? await answerHooks(gate, answer, effects) : new Set<string>();
  if (answered.size === 0)
    effects.log.line(`gate        none of ${name} waits any more: its record says ${record.status}`);
  return answered;
}

async function recordOf(deployment: Followed, effects: FollowDeploymentEffects): Promise<ServiceDeployment> {
  const { readNow } = serviceDeploymentReader(deployment, effects);
  // The first reading may only find it.
  const { serviceDeployment: record = (await readNow()).serviceDeployment } = await readNow();
  if (record) return record;
  throw new EcsCdError(
    'rejected',
    `the record of ${deployment.deploymentId}, which says what it waits for, cannot be seen; nothing was changed`,
    { fix: 'allow ecs:ListServiceDeployments and ecs:DescribeServiceDeployments, and run this job again' },
  );
}

/** Only what is going back, or has gone, can be followed to what a rejection wants. */
function throwWherePast({ status }: ServiceDeployment, name: string, answer: Answer): void {
  if (answer === 'CONTINUE' || !['PENDING', 'IN_PROGRESS', 'SUCCESSFUL'].includes(status ?? '')) return;
  throw new EcsCdError(
    'rejected',
    `no hook of ${name} waits: its record says ${status}; nothing was changed`,
    {
      fix: takeBack,
    },
  );
}
