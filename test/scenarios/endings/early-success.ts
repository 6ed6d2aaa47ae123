import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'half of the tasks are enough for the service to call itself deployed',
  fixture: {
    desiredCount: 4,
    configuration: {
      minimumHealthyPercent: 50,
      earlySuccessCriteria: { enable: true, healthyPercent: 50, sourceServiceRevisionCleanup: 'DEFERRED' },
    },
  },
  given: ({ aws }) => {
    let count = 0;
    aws.world.outcomeOf = ({ taskDefinition }) =>
      taskDefinition !== 'web:1' && count++ > 1 ? { kind: 'never-starts' } : { kind: 'healthy' };
  },
  expected: {
    verdict: 'succeeded',
    words: ['web:2 serves 2 of 4 tasks', 'early success criteria'],
  },
  truth: { desiredCount: 4, neededCount: 2 },
};
