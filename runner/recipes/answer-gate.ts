import type { ServiceDeployment } from '@aws-sdk/client-ecs';
import type { Followed } from '../ecs/deployments';
import { EcsCdError } from '../errors';
import { arnPartsOf, deploymentIdOfRevision, familyRevisionOf, lastSegmentOf } from '../names/arn';
import { throwIfCancelled } from '../recovery/cancel';
import { type Answer, answerHooks } from '../rollout/answer-hooks';
import { serviceDeploymentReader } from '../rollout/service-deployment';
import { gateIn, isTestGate, type Gate } from '../rollout/state/gate';
import type { GateSettings } from '../settings/command-settings';
import type { PlaceSettings } from '../settings/slices';
import { asWanted, type Outcome } from '../verdict/outcome';
import { followFound } from './follow-deployment';
import { foundIn, type FollowDeploymentEffects, type FoundRun } from './found-deployment';
import { ofEach, atOnce, type ServiceRun } from './several/to-one-verdict';
import { isAllOrNone } from './several/way-back';

type Run = ServiceRun<GateSettings, FollowDeploymentEffects>;
/** With the record of its deployment, and the gate that this shows. */
type ReadRun = FoundRun & { readonly record: ServiceDeployment; readonly gate: Gate | undefined };

/**
 * Answers the hooks that hold a deployment of this release, in each service, and follows it to its end or to the next gate.
 * All are read before any is answered. Where nothing waits any more it says what has come of it.
 */
export async function answerGates(runs: readonly Run[], answer: Answer): Promise<Outcome> {
  throwWhereElsewhere(runs);
  const read = await ofEach(runs, (run) => readRun(run, answer), atOnce);
  if (answer === 'ROLLBACK' && !read.some(mayBeRejected)) await ofEach(read, throwPast);
  if (answer === 'CONTINUE' && isAllOrNone(read)) throwWhereGoneBack(read);
  return followFound(read, {
    answer: (run) => answerRun(run, answer),
    ...(answer === 'ROLLBACK' ? rejecting : {}),
  });
}

const takeBack = 'run the rollback job (ecs-cd rollback) to take it back';

const rejecting = {
  failed: 'was rejected',
  allDone: 'are back on what they ran before',
  meant(outcome: Outcome): Outcome {
    // Who rejects a release is not told that all is well because it serves.
    if (outcome.verdict === 'succeeded')
      return {
        ...outcome,
        verdict: 'needs-attention',
        done: 'it was not taken back',
        next: takeBack,
      };
    return asWanted(outcome, 'the deployment was rejected');
  },
};

async function readRun({ settings, ...run }: Run, answer: Answer): Promise<ReadRun> {
  const { effects } = run;
  const deploymentId = await deploymentAsked(settings, effects);
  const { testHealthCheck, ...proof } = settings.proof;
  // What is rejected is not asked whether it may go on.
  const asked = answer === 'CONTINUE' && testHealthCheck ? { ...proof, testHealthCheck } : proof;
  const mayLackImage = answer === 'ROLLBACK' && deploymentId !== undefined;
  const found = await foundIn({
    ...run,
    settings: { ...settings, proof: asked, deploymentId, mayLackImage },
  });
  const record = await recordOf(found.release.deployment, effects);
  // Who rejects a way back has it undone.
  const release = { ...found.release, isLeft: answer === 'CONTINUE' && found.release.isLeft };
  return { ...found, release, record, gate: gateIn(record) };
}

/** Of those that the dotenv names, the one of this service. */
async function deploymentAsked(
  { serviceDeployments, place }: GateSettings,
  { ecs }: FollowDeploymentEffects,
): Promise<string | undefined> {
  const arn = serviceDeployments?.find((one) => isAt(one, place));
  if (arn === undefined) return undefined;
  const revision = (await ecs.describeServiceDeployment(arn))?.targetServiceRevision?.arn;
  if (revision !== undefined) return deploymentIdOfRevision(revision);
  throw new EcsCdError('rejected', `ECS has no service deployment ${arn} (ECS_CD_DEPLOYMENT)`, {
    fix: 'run the deploy job again, and then this one',
  });
}

const partsOf = (arn: string) => arnPartsOf(arn)?.resource.split('/') ?? [];

const isIn = (arn: string, place: PlaceSettings | undefined) =>
  partsOf(arn)[1] === lastSegmentOf(place?.cluster ?? '');

const isAt = (arn: string, place: PlaceSettings) =>
  isIn(arn, place) && partsOf(arn)[2] === lastSegmentOf(place.service);

/** The dotenv of another environment's job comes where a job needs that one, or all of an earlier stage; that of a whole release names more. */
function throwWhereElsewhere(runs: readonly Run[]): void {
  const places = runs.map(({ settings }) => settings.place);
  const arns = [...new Set(runs[0]?.settings.serviceDeployments)];
  const own = places.map((place) => arns.filter((arn) => isAt(arn, place)));
  const strangers = arns.filter((arn) => !own.flat().includes(arn));
  const isOfRelease = own.every((some) => some.length > 0) && strangers.every((arn) => isIn(arn, places[0]));
  const wrong = own.find((some) => some.length > 1) ?? (isOfRelease ? [] : strangers);
  const [, cluster, service] = partsOf(wrong[0] ?? '');
  if (service === undefined) return;
  const is = `is of service ${service} in cluster ${cluster}`;
  const services = places.map((place) => place.service).join(', ');
  throw new EcsCdError(
    'invalid-usage',
    `ECS_CD_DEPLOYMENT ${strangers === wrong ? `${is}, not of ${services} in ${places[0]?.cluster}` : `${is} twice`}; nothing was changed`,
    {
      fix: 'let this job need the deploy job of its own environment ("needs"), or leave ECS_CD_DEPLOYMENT out',
    },
  );
}

const nameOf = ({ release: { deployment } }: FoundRun) =>
  `${deployment.deploymentId} of ${familyRevisionOf(deployment.taskDefinition)}`;

async function answerRun(run: ReadRun, answer: Answer): Promise<ReadonlySet<string>> {
  const { record, gate, settings, effects } = run;
  throwIfCancelled(effects.interruption);
  // The release is asked first; the check answers.
  if (gate && settings.proof.testHealthCheck && isTestGate(gate)) return new Set();
  const answered = gate ? await answerHooks(gate, answer, effects) : new Set<string>();
  if (answered.size === 0)
    effects.log.line(`gate        none of ${nameOf(run)} waits any more: its record says ${record.status}`);
  return answered;
}

/** ECS shows the record of a deployment seconds after the deployment itself (field report). */
const [youngMs, lateMs, pauseMs] = [60_000, 30_000, 5_000];

async function recordOf(deployment: Followed, effects: FollowDeploymentEffects): Promise<ServiceDeployment> {
  const { readNow, isRefused } = serviceDeploymentReader(deployment, effects);
  const { clock, interruption } = effects;
  const end = clock.now() + (clock.now() - deployment.createdAt.getTime() < youngMs ? lateMs : 0);
  for (;;) {
    // The first reading may only find it.
    const { serviceDeployment: record = (await readNow()).serviceDeployment } = await readNow();
    if (record) return record;
    throwIfCancelled(interruption);
    if (clock.now() >= end || isRefused()) break;
    await clock.sleep(pauseMs, interruption);
  }
  throw new EcsCdError(
    'rejected',
    `the record of ${deployment.deploymentId}, which says what it waits for, cannot be seen; nothing was changed`,
    { fix: 'allow ecs:ListServiceDeployments and ecs:DescribeServiceDeployments, and run this job again' },
  );
}

/** What waits; and only what is going back, or has gone, can be followed to what a rejection wants. */
const mayBeRejected = ({ gate, record: { status }, release: { started } }: ReadRun) =>
  gate !== undefined ||
  started.kind === 'going-back' ||
  !['PENDING', 'IN_PROGRESS', 'SUCCESSFUL'].includes(status ?? '');

/** Where all go back together, none goes on to its users that would have to go back for another one. */
function throwWhereGoneBack(runs: readonly ReadRun[]): void {
  const gone = runs.filter(
    ({ record: { status = '' }, release: { started } }) =>
      started.kind === 'going-back' || /^ROLLBACK|^STOP_REQ/.test(status),
  );
  if (gone.length === 0 || runs.every(({ gate }) => gate === undefined)) return;
  const message = `taken back already: ${gone.map(nameOf).join(', ')}; nothing was changed`;
  const fix =
    'run the reject job to take back the others too, or answer one service by itself (SERVICE_NAME)';
  throw new EcsCdError('rejected', message, { fix });
}

function throwPast(run: ReadRun): Promise<never> {
  const message = `no hook of ${nameOf(run)} waits: its record says ${run.record.status}; nothing was changed`;
  return Promise.reject(new EcsCdError('rejected', message, { fix: takeBack }));
}
