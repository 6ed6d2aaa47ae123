import { said } from '../../said';
import { deployedToTheGate, pausedAfterScaleUp, tasks } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'stale-reads-of-a-failure': {
    what: 'the service reads as it was before the update, and the tasks crash meanwhile',
    given: tasks({ kind: 'crash', exitCode: 1 }),
    during: {
      0: ({ aws }) =>
        aws.faults.add({ operation: 'DescribeServices', kind: 'stale', seconds: 60, times: 12 }),
    },
    expected: {
      verdict: 'rolled-back',
      cause: said.exited(1),
      lateBecause: 'AWS shows an older state',
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'stale-reads': {
    what: 'the service reads as it was before the update for a minute',
    during: {
      0: ({ aws }) =>
        aws.faults.add({ operation: 'DescribeServices', kind: 'stale', seconds: 60, times: 12 }),
    },
    expected: { verdict: 'succeeded' },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'stamped-anew': {
    what: 'a reading from before the update claims to be of this moment, where no record may be seen',
    given: ({ aws }) => aws.world.setRecordDelay('never'),
    during: {
      0: ({ aws }) =>
        aws.faults.add({
          operation: 'DescribeServices',
          kind: 'stale',
          seconds: 60,
          isStampedAnew: true,
        }),
    },
    expected: {
      verdict: 'succeeded',
      absent: ['rolling back', 'rolled-back', 'ECS gives no reason'],
      changes: ['RegisterTaskDefinition', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
  'rollback-old-look': {
    what: 'the first looks of a rollback are from before the deployment that it is to take back',
    argv: ['rollback'],
    given: async (fixture) => {
      await fixture.deploy();
      fixture.aws.faults.add({ operation: 'DescribeServices', kind: 'stale', seconds: 80, times: 3 });
    },
    expected: { verdict: 'succeeded', changes: ['UpdateService'] },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'rollback-old-look-at-gate': {
    what: 'the first looks of a rollback show the deployment in progress that has just ended, and a gate holds the way back',
    argv: ['rollback'],
    fixture: { configuration: pausedAfterScaleUp },
    given: async (fixture) => {
      await deployedToTheGate(fixture);
      await fixture.run(['continue']);
      fixture.aws.faults.add({ operation: 'DescribeServices', kind: 'stale', seconds: 30, times: 2 });
    },
    expected: { verdict: 'paused', words: ['web:1 is paused at POST_SCALE_UP'], changes: ['UpdateService'] },
    truth: { taskDefinition: 'web:2', waitsFor: 'hook', healthyCount: 2 },
  },
  'continue-old-look': {
    what: 'the button is pressed again, and the first looks are from before the deployment that has gone on',
    argv: ['continue'],
    fixture: { configuration: pausedAfterScaleUp },
    given: async (fixture) => {
      await deployedToTheGate(fixture);
      await fixture.run(['continue']);
      fixture.aws.faults.add({ operation: 'DescribeServices', kind: 'stale', seconds: 95, times: 2 });
    },
    expected: { verdict: 'succeeded', changes: [] },
    truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
  },
};
