import { said } from '../../said';
import { breaker, breakerAlone, killedAfterUpdate } from '../given/givens';
import type { Scenarios } from '../scenario';

const older = '1'.repeat(40);

const newer = '2'.repeat(40);

export const scenarios: Scenarios = {
  'being-put-back-to-ours': {
    what: 'the job of the commit before runs again while ECS is rolling back to it',
    fixture: { configuration: { ...breaker, minimumHealthyPercent: 0, maximumPercent: 100 } },
    given: async (fixture) => {
      const { aws } = fixture;
      let crashes = 2;
      aws.world.outcomeOf = ({ taskDefinition }) => {
        if (taskDefinition.startsWith('outside:')) return { kind: 'crash', exitCode: 3, afterSeconds: 2 };
        const isCrash = taskDefinition === 'web:2' && crashes-- > 0;
        return isCrash ? { kind: 'crash', exitCode: 1 } : { kind: 'healthy', afterSeconds: 100 };
      };
      await fixture.deploy({ env: { ECS_CD_FAIL_FAST: 'off' } });
      await aws.clock.sleep(600_000);
      aws.world.updateService({ cluster: 'shop', service: 'web', taskDefinition: 'outside' });
      while (aws.truth('web').breakerTriggeredAt === undefined) await aws.clock.sleep(5_000);
    },
    expected: {
      verdict: 'succeeded',
      words: ['is being taken back', said.nothingToChange],
      changes: [],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2 },
  },
  'killed-run-goes-on': {
    what: 'an earlier run of the job was killed right after its update, and its deployment fails',
    covers: ['A6 hole 2'],
    fixture: { configuration: breaker },
    given: async (fixture) => {
      fixture.newTasks({ kind: 'crash', exitCode: 1 });
      await killedAfterUpdate(fixture);
    },
    expected: { verdict: 'rolled-back' },
    truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsEver: 2 },
  },
  'older-commit-again': {
    what: "the job of an older commit runs again, by GitLab's rollback button",
    given: async ({ aws, deploy }) => {
      for (const commit of [older, newer]) {
        aws.world.putImage('team/web', commit, { revision: commit });
        await deploy({ env: { CI_COMMIT_SHA: commit, DOCKER_TAG: commit } });
        await aws.clock.sleep(3_600_000);
      }
    },
    env: { CI_COMMIT_SHA: older, DOCKER_TAG: older },
    expected: {
      verdict: 'succeeded',
      words: [`goes back   to ${older} `, `, from ${newer} `],
      changes: ['RegisterTaskDefinition', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:4', healthyCount: 2 },
  },
  'same-commit-again': {
    what: 'the job of a commit runs again after it has succeeded',
    covers: ['D3 immutable tag'],
    given: async (fixture) => {
      await fixture.deploy();
    },
    expected: {
      verdict: 'succeeded',
      words: [said.nothingToChange],
      // What ECS said about the deployment then is no news of this run.
      absent: ['has started', 'deployment completed'],
      changes: [],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'same-commit-while-forced': {
    what: 'the same commit is deployed again while somebody has its revision deployed anew',
    given: async (fixture) => {
      await fixture.deploy();
      fixture.aws.world.updateService({
        cluster: 'shop',
        service: 'web',
        taskDefinition: 'web:2',
        forceNewDeployment: true,
      });
    },
    expected: {
      verdict: 'succeeded',
      words: ['rollback    to web:1 if this deployment fails'],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2 },
  },
  'same-revision-again': {
    what: 'the revision of an earlier run, which ECS gave up, is deployed again and crashes again',
    covers: ['A6 hole 5'],
    fixture: { configuration: breakerAlone },
    given: async (fixture) => {
      fixture.newTasks({ kind: 'crash', exitCode: 1 });
      await fixture.deploy({ env: { ECS_CD_ROLLBACK: 'off' } });
    },
    expected: { verdict: 'rolled-back' },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'same-revision-is-rolled-back': {
    what: 'the revision of an earlier run, which ECS rolled back, is deployed again and crashes again',
    covers: ['A6 hole 5'],
    fixture: { configuration: breaker },
    given: async (fixture) => {
      fixture.newTasks({ kind: 'crash', exitCode: 1 });
      await fixture.deploy();
    },
    expected: {
      verdict: 'rolled-back',
      cause: said.exited(1),
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
};
