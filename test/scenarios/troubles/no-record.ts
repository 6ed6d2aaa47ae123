import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'no record of the deployment ever appears',
  given: ({ aws }) => aws.world.setRecordDelay('never'),
  expected: { verdict: 'succeeded', exitCode: 0, words: ['web:2 serves 2 of 2 tasks'] },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
