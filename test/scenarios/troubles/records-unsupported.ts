import { faulty, newService } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'ECS keeps no service deployments of a service that has never been healthy, and the release is',
  given: (fixture) => {
    newService()(fixture);
    fixture.newTasks({ kind: 'healthy' });
    for (const operation of ['ListServiceDeployments', 'DescribeServiceRevisions'])
      faulty({ operation, kind: 'unsupported-feature', times: Infinity })(fixture);
  },
  expected: {
    verdict: 'succeeded',
    words: ['the history of the service cannot be seen', 'UnsupportedFeatureException'],
  },
  truth: { healthyCount: 2 },
};
