import { expect } from 'chai';
import { permissions } from '../../runner/iam/permissions';
import { atGate, type Command } from '../../runner/settings/variables/variable';
import { requestsOf } from '../iam/authorizations';
import { deniedBy, reachOf, unusedIn } from '../iam/least-privilege';
import type { Request } from '../iam/policy-evaluator';
import { printedPolicy, shopNames } from '../iam/printed';
import { played } from './played';
import type { Scenario } from './scenario';
import type { scenarioFiles } from './scenario-files';

const names = [
  ...(['SERVICE_NAME', 'CLUSTER_NAME', 'TASK_FAMILY', 'ECS_CD_LIVE_TAG'] as const),
  ...(['ECS_CD_RUN', 'ECS_CD_RUN_BEFORE', 'ECS_CD_RUN_AFTER'] as const),
  ...(['ECS_CD_SCHEDULES', 'ECS_CD_SCHEDULE_ROLE_ARN', 'ECS_CD_KEEP_REVISIONS'] as const),
];

/** What a scenario's job asks of AWS, and the policy that is printed for this job. */
async function askedIn(scenario: Scenario) {
  const { env = {}, argv: [command = ''] = ['deploy'] } = scenario;
  const given = names.filter((name) => env[name] !== undefined);
  const own: Record<string, string | undefined> = {};
  for (const name of given) own[name] = env[name];
  const { managedBy, loadBalancers = [] } = scenario.fixture?.service ?? {};
  if (managedBy === 'ECS') own.ECS_CD_EXPRESS = 'on';
  const { lifecycleHooks = [] } = scenario.fixture?.configuration ?? {};
  const balancing = loadBalancers.map(({ advancedConfiguration }) => advancedConfiguration?.roleArn);
  const ecsRoles = [...balancing, ...lifecycleHooks.map(({ roleArn }) => roleArn)].filter(Boolean);
  if (ecsRoles.length > 0) own.ECS_CD_ECS_ROLE_ARNS = ecsRoles.join();
  const policy = await printedPolicy(command === 'plan' ? 'plan' : 'deploy', { ...shopNames, ...own });
  return {
    command,
    policy,
    isShop: Object.keys(own).length === 0,
    requests: requestsOf((await played(scenario)).calls),
  };
}

/** In the process that has played the scenarios: each is played once. */
export const describeUsedPermissions = (files: ReturnType<typeof scenarioFiles>) =>
  describe('the policy that is printed for deploy', function () {
    const ofTheShop: Request[] = [];
    const used = new Map<string, Set<string>>();
    const denied: string[] = [];
    const beyond: string[] = [];

    before(async () => {
      for (const { name, scenario } of files) {
        const { command, policy, isShop, requests } = await askedIn(scenario);
        denied.push(...deniedBy(policy, requests).map((one) => `${name}: ${one}`));
        // It is about every service of the cluster.
        if (scenario.env?.['ECS_CD_KEEP_REVISIONS'] === undefined)
          beyond.push(...reachOf(policy, requests).map((one) => `${name}: ${one}`));
        const actions = used.get(command) ?? new Set();
        used.set(command, actions);
        for (const { action } of requests) actions.add(action);
        if (isShop && command !== 'plan') ofTheShop.push(...requests);
      }
    });

    it('allows every call of every scenario', () => {
      expect(denied).to.deep.equal([]);
    });

    it('allows nothing that no scenario needs', async () => {
      expect(unusedIn(await printedPolicy('deploy'), ofTheShop)).to.deep.equal([]);
    });

    it('allows none of these calls on anything else', () => {
      expect(beyond).to.deep.equal([]);
    });

    const rowsOf = (command: Command) => {
      const rows = permissions.filter(({ commands }) => commands.includes(command));
      return [...new Set(rows.map(({ action }) => action))].filter((action) => action !== 'sts:AssumeRole');
    };
    for (const command of ['deploy', 'follow', ...atGate, 'plan', 'rollback', 'run-task'] as const)
      it(`has a row for ${command} for what it asks, and no other`, () => {
        expect([...(used.get(command) ?? [])]).to.have.members(rowsOf(command));
      });
  });
