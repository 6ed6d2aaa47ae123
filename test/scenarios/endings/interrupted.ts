import { said } from '../../said';
import { breaker, somebodyDeploys, tasks } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'service-deleted': {
    what: 'the service is deleted on the way',
    covers: ['A7 service deleted'],
    during: { 30: ({ aws }) => aws.world.deleteService('shop', 'web') },
    expected: { verdict: 'needs-attention', words: ['the service is INACTIVE'] },
    truth: { healthyCount: 0, desiredCount: 0 },
  },
  'service-gone': {
    what: 'the service is deleted on the way and known no more',
    covers: ['A7 service deleted'],
    during: { 30: ({ aws }) => aws.world.forgetService('shop', 'web') },
    expected: { verdict: 'needs-attention', words: ['does not exist any more'] },
    truth: 'gone',
  },
  superseded: {
    what: 'somebody else deploys before the new tasks are healthy',
    covers: ['A7 superseded', 'D3 superseded'],
    given: tasks({ kind: 'never-starts' }),
    during: { 30: somebodyDeploys },
    expected: {
      verdict: 'superseded',
      words: ['of outside:1 replaced ours'],
      changes: ['RegisterTaskDefinition', 'UpdateService'],
    },
    // The other deployment has only begun: the revision before still serves, in full.
    truth: {
      taskDefinition: 'web:1',
      healthyCount: 2,
      desiredCount: 2,
      isRolloutInFlight: true,
      deploymentsOfOthers: 1,
    },
  },
  'superseded-rolling-back': {
    what: 'somebody else deploys while ECS is rolling back',
    covers: ['A7 superseded'],
    fixture: { configuration: breaker },
    given: tasks({ kind: 'crash', exitCode: 1 }),
    during: { 75: somebodyDeploys },
    expected: { verdict: 'superseded', words: ['outside:1'], cause: said.exited(1) },
    truth: {
      taskDefinition: 'web:1',
      healthyCount: 2,
      desiredCount: 2,
      isRolloutInFlight: true,
      deploymentsOfOthers: 1,
      deploymentsEver: 3,
    },
  },
  'stopped-by-user': {
    what: 'somebody stops the deployment in the console',
    covers: ['A7 user or our own stop'],
    during: { 40: ({ aws }) => aws.world.stopServiceDeployment('shop', 'web') },
    expected: {
      verdict: 'rolled-back',
      changes: ['RegisterTaskDefinition', 'UpdateService'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
  'stopped-at-the-deadline': {
    what: 'no task ever starts, and the deadline comes',
    covers: ['A7 user or our own stop'],
    env: { ECS_CD_TIMEOUT: '3m' },
    given: tasks({ kind: 'never-starts' }),
    expected: {
      verdict: 'rolled-back',
      words: [
        '3 min have passed: ',
        '0 of 2 tasks are running, 2 pending',
        said.deadline,
        'waiting: running 0/2, pending 2 (pulling the image)',
        'give ECS_CD_TIMEOUT more time',
      ],
      cause: '2 tasks of web:2 are still pending: pulling the image',
      lateBecause: 'nothing has failed',
      changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2 },
  },
};
