import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'no record of the deployment ever appears',
  given: ({ aws }) => aws.world.setRecordDelay('never'),
  expected: { verdict: 'succeeded' },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
