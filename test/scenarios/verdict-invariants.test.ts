import { expect } from 'chai';
import type { Truth } from '../simulator/ecs/truth';
import { liesOf, type Facts } from './verdict-invariants';

const before: Truth = {
  taskDefinition: 'web:1',
  deploymentId: 'ecs-svc/1',
  images: {},
  healthyCount: 2,
  healthyOfAll: 2,
  healthyByRevision: { 'web:1': 2 },
  runningByRevision: { 'web:1': 2 },
  neededCount: 2,
  primary: { taskDefinition: 'web:1', deploymentId: 'ecs-svc/1', isOthers: false },
  taskCount: 2,
  runningCount: 2,
  desiredCount: 2,
  isRolloutInFlight: false,
  deploymentsEver: 1,
  deploymentsOfOthers: 0,
  failures: [],
  production: { 'web:1': 100 },
};
const deployed: Truth = {
  ...before,
  taskDefinition: 'web:2',
  healthyByRevision: { 'web:2': 2 },
  primary: { taskDefinition: 'web:2', deploymentId: 'ecs-svc/2', isOthers: false },
  deploymentsEver: 2,
};
const baking: Truth = { ...deployed, isRolloutInFlight: true, waitsFor: 'bake' };
const empty = { desiredCount: 0, neededCount: 0 };
const takenBack: Truth = { ...before, deploymentsEver: 2 };

const verdicts: Readonly<Record<number, string>> = {
  0: 'succeeded',
  1: 'internal-error',
  2: 'invalid-usage',
  3: 'rejected',
  6: 'rolled-back',
  7: 'needs-attention',
  8: 'timed-out',
  9: 'superseded',
  75: 'try-again',
  143: 'cancelled',
};

const factsOf = (exitCode: number, after: Truth | undefined, more: Partial<Facts> = {}): Facts => {
  const verdict = verdicts[exitCode] ?? 'odd';
  return {
    exitCode,
    log: `happened\nfix         mend it\nverdict     ${verdict} (exit ${exitCode})\n`,
    dotenv: {
      ECS_CD_VERDICT: verdict,
      ECS_CD_TASK_DEFINITION: 'web:2',
      ECS_CD_DEPLOYMENT_ID: 'ecs-svc/2',
    },
    changes: [],
    isRollbackOff: false,
    before,
    after,
    ...more,
  };
};
/** The release was so when the run took it back. */
const undoing = (then: Truth, more: Partial<Facts> = {}, exitCode = 6): Facts =>
  factsOf(exitCode, takenBack, { ...more, changeTruths: [before, then] });
const others = { taskDefinition: 'outside:1', deploymentId: 'ecs-svc/3', isOthers: true };

describe('the law that every verdict is judged by', () => {
  const truths: [string, Facts][] = [
    ['exit 0 when our revision serves at its count', factsOf(0, deployed)],
    [
      'exit 0 with as many as the early success criteria ask for, beside old ones',
      factsOf(0, {
        ...deployed,
        taskDefinition: 'web:1',
        neededCount: 1,
        healthyByRevision: { 'web:1': 2, 'web:2': 1 },
      }),
    ],
    [
      'exit 0 at desired count 0 that was 0 before',
      factsOf(0, { ...deployed, ...empty }, { before: { ...before, ...empty } }),
    ],
    ['exit 6 when the previous revision serves at its count', factsOf(6, takenBack)],
    ['exit 6 with one deployment forward and one back', factsOf(6, { ...takenBack, deploymentsEver: 3 })],
    [
      'exit 9 when PRIMARY is of somebody else',
      factsOf(9, { ...deployed, primary: others, deploymentsEver: 3, deploymentsOfOthers: 1 }),
    ],
    ['exit 3 when nothing was changed', factsOf(3, before, { changes: ['RegisterTaskDefinition'] })],
    [
      'exit 8 with rollback off while the rollout goes on',
      factsOf(8, { ...takenBack, isRolloutInFlight: true }, { isRollbackOff: true }),
    ],
    ['exit 7 when nothing is known to serve', factsOf(7, { ...takenBack, healthyByRevision: {} })],
    ['exit 7 when the service is gone', factsOf(7, undefined)],
    ['a cancelled run', factsOf(143, takenBack)],
    ['a cancelled run that takes back what only bakes', undoing(baking, {}, 143)],
    ['exit 6 for a release that failed before it baked', undoing({ ...baking, failures: [1] })],
    ['exit 6 for what is past its deadline', undoing({ ...deployed, isRolloutInFlight: true })],
    ['exit 6 for a release that bakes and answers wrong', undoing(baking, { answers: [200, 500] })],
  ];
  for (const [what, facts] of truths) {
    it(`lets pass ${what}`, () => {
      expect(liesOf(facts)).to.deep.equal([]);
    });
  }

  const lies: [string, Facts, RegExp][] = [
    ['exit 6 when what only bakes was undone', undoing(baking), /web:2 was healthy and waited for a bake/],
    [
      'exit 6 when only old tasks drain',
      undoing({ ...baking, waitsFor: 'drain' }),
      /waited for a drain, but was/,
    ],
    ['exit 0 when the old revision serves', factsOf(0, takenBack), /PRIMARY runs web:1, not web:2/],
    [
      'exit 0 with a task too few',
      factsOf(0, { ...deployed, healthyByRevision: { 'web:2': 1 } }),
      /1 of 2 tasks of web:2 are healthy/,
    ],
    [
      'exit 0 beside more old tasks than new ones',
      factsOf(0, { ...deployed, taskDefinition: 'web:1' }),
      /web:1 serves most/,
    ],
    [
      'exit 0 at a desired count that became 0',
      factsOf(0, { ...deployed, desiredCount: 0, neededCount: 0 }),
      /became 0/,
    ],
    ['exit 0 without a service', factsOf(0, undefined), /there is no service/],
    [
      'exit 0 without naming the revision',
      factsOf(0, deployed, { dotenv: { ECS_CD_VERDICT: 'succeeded' } }),
      /does not say which/,
    ],
    ['exit 0 after two deployments', factsOf(0, { ...deployed, deploymentsEver: 3 }), /at most 1 had to be/],
    ['exit 6 when ours serves', factsOf(6, deployed), /what was to be undone/],
    [
      'exit 6 when nothing is healthy',
      factsOf(6, { ...takenBack, healthyByRevision: {} }),
      /0 of 2 tasks of web:1 are healthy/,
    ],
    [
      "exit 6 when somebody else's serves",
      factsOf(6, {
        ...deployed,
        primary: others,
        healthyByRevision: { 'outside:1': 2 },
        taskDefinition: 'outside:1',
      }),
      /somebody else's/,
    ],
    ['exit 6 after three deployments', factsOf(6, { ...takenBack, deploymentsEver: 4 }), /at most 2/],
    ['exit 9 when PRIMARY is ours', factsOf(9, deployed), /nobody else's/],
    [
      'exit 9 when PRIMARY is the way back that we made',
      factsOf(9, { ...takenBack, primary: { ...others, isOthers: false } }),
      /nobody else's/,
    ],
    ['exit 3 after an update', factsOf(3, deployed, { changes: ['UpdateService'] }), /UpdateService went/],
    [
      'exit 75 after a stop',
      factsOf(75, deployed, { changes: ['StopServiceDeployment'] }),
      /StopServiceDeployment went/,
    ],
    [
      'exit 7 that says an earlier revision is verified',
      factsOf(7, takenBack, {
        log: 'done        web:1 serves again (verified)\nverdict     needs-attention (exit 7)\n',
      }),
      /is verified to serve/,
    ],
    ['exit 8 where rollback is on', factsOf(8, takenBack), /rollback is not off/],
    [
      'exit 8 that says the rollout goes on when the deployment is done',
      factsOf(8, deployed, {
        isRollbackOff: true,
        log: 'done        not rolled back; the rollout goes on in AWS\nverdict     timed-out (exit 8)\n',
      }),
      /the deployment is done/,
    ],
    [
      'exit 0 where the address did not answer right in the end',
      factsOf(0, deployed, { answers: [200, 200, 200, 200, 500] }),
      /the address answered 200, 200, 500 in the end/,
    ],
    [
      'exit 0 where the address that must answer was never asked',
      factsOf(0, deployed, { answers: [] }),
      /the address answered nothing/,
    ],
    [
      'silence about what to do',
      factsOf(6, takenBack, { log: 'happened    it failed\nverdict     rolled-back (exit 6)\n' }),
      /exit 6 says nothing of what to do/,
    ],
    ['exit 1, always', factsOf(1, deployed), /is a bug/],
    ['an exit code that is no verdict', factsOf(4711, deployed), /is no verdict/],
    [
      'a dotenv that says something else',
      factsOf(7, takenBack, { dotenv: { ECS_CD_VERDICT: 'succeeded' } }),
      /the dotenv says succeeded/,
    ],
    [
      'a last line that says something else',
      factsOf(7, takenBack, { log: 'verdict     needs-attention (exit 7)\nbye\n' }),
      /the log ends in: bye/,
    ],
  ];
  for (const [what, facts, lie] of lies) {
    it(`calls a lie ${what}`, () => {
      expect(liesOf(facts).join('\n')).to.match(lie);
    });
  }
});
