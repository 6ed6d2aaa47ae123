import type { Service } from '@aws-sdk/client-ecs';
import type { Alarms } from '../../cloudwatch/alarms-api';
import type { Ecr } from '../../ecr/ecr-api';
import { lifecycleRulesOf } from '../../ecr/lifecycle';
import { arnPartsOf } from '../../names/arn';
import type { Repository } from '../../names/image-reference';
import type { Release } from '../../release/release';
import type { AwsSettings } from '../../settings/aws-settings';
import type { ImageSettings } from '../../settings/image-settings';
import type { PlaceSettings } from '../../settings/slices';
import { withChange } from '../../task-definition/task-definition';
import { actionsOf, principalOf } from './actions';
import { withinBudget, parameterNamesOf, questionsOf, type Questions } from './questions';
import { seenValueOf, type Lookup } from './finding';
import { type LookAt } from './lookup';
import { lookAtRules, shiftOf, type Shift } from './shift';
import type { AskedAction, Caller, surroundingsApi } from './surroundings-api';

/** Everything that the checks judge by. */
export interface PreflightEvidence {
  readonly repository: Repository;
  readonly release: Release;
  readonly service: Service;
  /** The task definition that would run. */
  readonly definition: ReturnType<typeof definitionOf>;
  readonly liveTag: string | undefined;
  readonly looks: Lookups;
  /** When it was looked at. */
  readonly now: number;
}

/** Everything that can be looked at. */
export interface LookupEffects extends ReturnType<typeof surroundingsApi> {
  readonly lookAt: LookAt;
  readonly ecr: Ecr;
  readonly alarms: Alarms;
}

/** What came of looking around; undefined where there was nothing to look at. */
type Lookups = Awaited<ReturnType<typeof lookEverywhere>>;

type Slices = Readonly<{ aws: AwsSettings; image: ImageSettings; place: PlaceSettings }>;

/** Looks at everything around a release at once. Nothing here throws for what AWS answers, or does not answer. */
export async function gatherEvidence(
  { aws, image: { repository }, place: { liveTag } }: Slices,
  release: Release,
  effects: LookupEffects,
  now: number,
): Promise<PreflightEvidence> {
  const { service = {} } = release;
  const looks = await lookEverywhere(aws, release, effects);
  return { repository, release, service, definition: definitionOf(release), liveTag, looks, now };
}

async function lookEverywhere(aws: AwsSettings, release: Release, effects: LookupEffects) {
  const { credentials } = aws;
  const { image } = release;
  const { actions, asked, leftOut, shift } = whatToAsk(aws, release);
  const whoCalls = effects.caller();
  const roleArn = credentials.kind === 'role' ? credentials.roleArn : undefined;
  const [caller, permissions, platforms, lifecycle, around, shifts] = await Promise.all([
    whoCalls,
    whoCalls.then((who) => decisionsOn(actions, who, roleArn, effects)),
    image &&
      effects.lookAt('ecr:GetDownloadUrlForLayer', 'look at the image', ({ abortSignal }) =>
        effects.ecr.platformsOf(image, abortSignal),
      ),
    image && lifecycleOf(effects),
    lookAround(asked, shift, effects),
    lookAtRules(shift, effects),
  ]);
  const { elsewhere } = asked;
  return { caller, permissions, platforms, lifecycle, ...around, ...shifts, leftOut, elsewhere };
}

function whatToAsk({ region, credentials }: AwsSettings, release: Release) {
  const { service, choice } = release;
  const { base, running, existing } = choice;
  const { family = '' } = base.taskDefinition;
  const { taskDefinitionArn = '' } = (running ?? base).taskDefinition;
  const place = { region, accountId: arnPartsOf(taskDefinitionArn)?.accountId ?? '' };
  const questions = questionsOf(definitionOf(release), service, place);
  const known = running ? questionsOf(running.taskDefinition, service, place).secrets : [];
  const roles = existing === undefined ? questions.roles : undefined;
  const actions = service ? actionsOf(service, family, roles) : [];
  const isPathUnknown =
    credentials.kind === 'ambient' ||
    (credentials.kind === 'static' && credentials.sessionToken !== undefined);
  const shift = shiftOf(release);
  const size = { actions: actions.length + shift.calls, isPathUnknown };
  return { actions, shift, ...withinBudget(questions, size, (id) => known.some((one) => one.id === id)) };
}

/** The rules by which images go, and where there are any, the images. */
async function lifecycleOf({ ecr, lookAt }: LookupEffects) {
  const purpose = 'look at the lifecycle policy';
  const policy = await lookAt('ecr:GetLifecyclePolicy', purpose, ({ abortSignal }) =>
    ecr.lifecyclePolicy(abortSignal),
  );
  const text = seenValueOf(policy);
  if (text === undefined) return policy.kind === 'seen' ? undefined : policy;
  return lookAt('ecr:DescribeImages', purpose, async ({ abortSignal }) => ({
    rules: lifecycleRulesOf(text),
    ...(await ecr.imageList(abortSignal)),
  }));
}

/** Everything that the task definition and the service name. */
async function lookAround(asked: Questions, shift: Shift, effects: LookupEffects) {
  const all = [...asked.targetGroups, ...shift.pairs.flatMap(({ groups }) => groups)];
  const [instances, roles, hooks, logGroups, secrets, parameters, subnets, targetGroups, drains, alarms] =
    await Promise.all([
      each(shift.clusters, effects.instances),
      each([...asked.roles, ...shift.roles], ({ name }) => effects.role(name)),
      each(shift.hooks, ({ roleArn, ...invocation }) => effects.decisions(roleArn, invocation)),
      each(asked.logGroups, effects.isLogGroup),
      each(asked.secrets, ({ id }) => effects.secret(id)),
      ifAny(asked.parameters, (some) => effects.parameters(some.flatMap(parameterNamesOf))),
      ifAny(asked.subnets, effects.subnets),
      ifAny([...new Set(all)], effects.targetGroups),
      each(asked.drains, effects.drain),
      ifAny(asked.alarms, (names) =>
        effects.lookAt('cloudwatch:DescribeAlarms', 'look at the alarms', ({ abortSignal }) =>
          effects.alarms.describeAlarms(names, abortSignal),
        ),
      ),
    ]);
  return { instances, roles, hooks, logGroups, secrets, parameters, subnets, targetGroups, drains, alarms };
}

/** What IAM says to the actions of whoever is calling. */
async function decisionsOn(
  actions: readonly AskedAction[],
  caller: Lookup<Caller>,
  roleArn: string | undefined,
  { role, decisions }: LookupEffects,
) {
  if (caller.kind !== 'seen') return caller;
  const principal = principalOf(caller.value.arn, roleArn);
  if (!principal) return nobodyToAskFor;
  const { roleName } = principal;
  // Where the role may not be looked at, it most likely has no path.
  const looked = roleName === undefined ? undefined : seenValueOf(await role(roleName));
  const arn = looked?.Arn ?? principal.arn;
  const answers = await Promise.all(actions.map((asked) => decisions(arn, asked)));
  const unanswered = answers.find((answer) => seenValueOf(answer) === undefined);
  return (
    unanswered ?? { kind: 'seen' as const, value: answers.flatMap((answer) => seenValueOf(answer) ?? []) }
  );
}

const nobodyToAskFor = { kind: 'seen', value: undefined } as const;

function each<Question, Answer>(
  questions: readonly Question[],
  ask: (question: Question) => Promise<Lookup<Answer>>,
): Promise<readonly Answered<Question, Answer>[]> {
  return Promise.all(questions.map(async (question) => ({ question, look: await ask(question) })));
}

async function ifAny<Question, Answer>(
  question: Question[],
  ask: (questions: Question[]) => Promise<Lookup<Answer>>,
): Promise<Answered<readonly Question[], Answer> | undefined> {
  return question.length > 0 ? { question, look: await ask(question) } : undefined;
}

interface Answered<Question, Answer> {
  readonly question: Question;
  readonly look: Lookup<Answer>;
}

function definitionOf({ choice }: Release) {
  return withChange(choice.base, choice.change);
}

export function isOnFargate({ launchType, capacityProviderStrategy = [] }: Service): boolean | undefined {
  if (launchType !== undefined) return launchType === 'FARGATE';
  if (capacityProviderStrategy.length === 0) return undefined;
  return capacityProviderStrategy.every(({ capacityProvider = '' }) =>
    /^FARGATE(_SPOT)?$/.test(capacityProvider),
  );
}
