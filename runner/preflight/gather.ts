import type { AwsSettings } from '../settings/slices';
import type { Alarms } from '../cloudwatch/alarms-api';
import type { Ecr } from '../ecr/ecr-api';
import { arnPartsOf } from '../names/arn';
import type { Release } from '../release/release';
import { actionsOf, principalOf } from './actions';
import { withinBudget } from './budget';
import { definitionOf, type Answered, type Lookups } from './evidence/evidence';
import type { AskedAction, Iam, IamDecision } from './evidence/iam-api';
import type { LogGroups } from './evidence/log-groups-api';
import { lookupOf, type Lookup } from './evidence/lookup';
import type { Parameters } from './evidence/parameters-api';
import { questionsOf, type Questions } from './evidence/questions';
import type { Secrets } from './evidence/secrets-api';
import type { Caller, Sts } from './evidence/sts-api';
import type { Subnets } from './evidence/subnets-api';
import type { TargetGroups } from './evidence/target-groups-api';

export interface LookupEffects {
  readonly ecr: Ecr;
  readonly sts: Sts;
  readonly iam: Iam;
  readonly subnets: Subnets;
  readonly secrets: Secrets;
  readonly parameters: Parameters;
  readonly logGroups: LogGroups;
  readonly targetGroups: TargetGroups;
  readonly alarms: Alarms;
}

/** Looks at everything around a release at once. Nothing here throws for what AWS answers, or does not answer. */
export async function gatherEvidence(
  aws: AwsSettings,
  release: Release,
  effects: LookupEffects,
  signal: AbortSignal,
): Promise<Lookups> {
  const { credentials } = aws;
  const { actions, asked, leftOut } = whatToAsk(aws, release);
  const whoCalls = lookupOf('sts:GetCallerIdentity', effects.sts.getCallerIdentity(signal));
  const roleArn = credentials.kind === 'role' ? credentials.roleArn : undefined;
  const [caller, allowed, platforms, around] = await Promise.all([
    whoCalls,
    whoCalls.then((who) => permissions(who, roleArn, actions, effects.iam, signal)),
    release.image && lookupOf('ecr:GetDownloadUrlForLayer', effects.ecr.platformsOf(release.image, signal)),
    lookAround(asked, effects, signal),
  ]);
  return {
    caller,
    permissions: allowed,
    ...(platforms ? { platforms } : {}),
    ...around,
    ...{ leftOut, elsewhere: asked.elsewhere },
  };
}

function whatToAsk({ region, credentials }: AwsSettings, release: Release) {
  const { service, choice } = release;
  const { base, running, existing } = choice;
  const { taskDefinitionArn = '', family = '' } = base.taskDefinition;
  const place = { region, accountId: arnPartsOf(taskDefinitionArn)?.accountId ?? '' };
  const questions = questionsOf(definitionOf(release), service, place);
  const known = running ? questionsOf(running.taskDefinition, service, place).secrets : [];
  const roles = existing === undefined ? questions.roles : undefined;
  const actions = service ? actionsOf({ service, family, roles }) : [];
  const isPathUnknown =
    credentials.kind === 'ambient' ||
    (credentials.kind === 'static' && credentials.sessionToken !== undefined);
  const size = { actions: actions.length, isPathUnknown };
  return { actions, ...withinBudget(questions, size, (id) => known.some((one) => one.id === id)) };
}

type Around = Omit<Lookups, 'caller' | 'permissions' | 'platforms' | 'leftOut' | 'elsewhere'>;

/** Everything that the task definition and the service name. */
async function lookAround(asked: Questions, effects: LookupEffects, signal: AbortSignal): Promise<Around> {
  // Node warns of more than ten that listen to one signal, in the middle of the job log.
  const own = () => AbortSignal.any([signal]);
  const [roles, logGroups, secrets, parameters, subnets, targetGroups, drains, alarms] = await Promise.all([
    each(asked.roles, 'iam:GetRole', ({ name }) => effects.iam.getRole(name, own())),
    each(asked.logGroups, 'logs:DescribeLogGroups', (one) => effects.logGroups.isThere(one, own())),
    each(asked.secrets, 'secretsmanager:DescribeSecret', ({ id }) =>
      effects.secrets.describeSecret(id, own()),
    ),
    ifAny(asked.parameters, 'ssm:DescribeParameters', (all) => {
      const names = all.flatMap(({ name, alternative }) => [name, alternative ?? []].flat());
      return effects.parameters.describeParameters(names, own());
    }),
    ifAny(asked.subnets, 'ec2:DescribeSubnets', (ids) => effects.subnets.describeSubnets(ids, own())),
    ifAny(asked.targetGroups, 'elasticloadbalancing:DescribeTargetGroups', (arns) =>
      effects.targetGroups.describeTargetGroups(arns, own()),
    ),
    each(asked.drains, 'elasticloadbalancing:DescribeTargetGroupAttributes', (arn) =>
      effects.targetGroups.deregistrationDelayOf(arn, own()),
    ),
    ifAny(asked.alarms, 'cloudwatch:DescribeAlarms', (names) => effects.alarms.describeAlarms(names, own())),
  ]);
  return {
    ...{ roles, logGroups, secrets, drains },
    ...(alarms ? { alarms: { asked: asked.alarms, look: alarms } } : {}),
    ...(parameters ? { parameters: { asked: asked.parameters, look: parameters } } : {}),
    ...(subnets ? { subnets } : {}),
    ...(targetGroups ? { targetGroups } : {}),
  };
}

/** What IAM says to the actions of whoever is calling. */
async function permissions(
  caller: Lookup<Caller>,
  roleArn: string | undefined,
  actions: readonly AskedAction[],
  iam: Iam,
  signal: AbortSignal,
): Promise<Lookup<readonly IamDecision[] | undefined>> {
  if (caller.kind !== 'seen') return caller;
  const principal = principalOf(caller.value.arn, roleArn);
  if (!principal) return { kind: 'seen', value: undefined };
  const { roleName } = principal;
  // Where the role may not be looked at, it most likely has no path.
  const role =
    roleName === undefined ? undefined : await lookupOf('iam:GetRole', iam.getRole(roleName, signal));
  const arn = role?.kind === 'seen' ? (role.value?.arn ?? principal.arn) : principal.arn;
  const permission = 'iam:SimulatePrincipalPolicy';
  const answers = await Promise.all(
    actions.map((asked) => lookupOf(permission, iam.simulatePrincipalPolicy(arn, asked, signal))),
  );
  const decisions: IamDecision[] = [];
  for (const answer of answers) {
    if (answer.kind !== 'seen' || answer.value === undefined) return answer;
    decisions.push(...answer.value);
  }
  return { kind: 'seen', value: decisions };
}

function each<Question, Answer>(
  questions: readonly Question[],
  permission: string,
  ask: (question: Question) => Promise<Answer>,
): Promise<readonly Answered<Question, Answer>[]> {
  return Promise.all(
    questions.map(async (question) => ({ question, look: await lookupOf(permission, ask(question)) })),
  );
}

function ifAny<Question, Answer>(
  questions: readonly Question[],
  permission: string,
  ask: (questions: readonly Question[]) => Promise<Answer>,
): Promise<Lookup<Answer>> | undefined {
  return questions.length > 0 ? lookupOf(permission, ask(questions)) : undefined;
}
