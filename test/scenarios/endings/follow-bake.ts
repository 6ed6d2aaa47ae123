import { blueGreen, deployedUntilBaking } from '../givens';
import { shifted } from '../given-shift';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'ECS bakes what another job has deployed, and a job follows that to its end',
  argv: ['follow'],
  fixture: { configuration: blueGreen, service: shifted },
  given: deployedUntilBaking,
  expected: {
    verdict: 'succeeded',
    words: ['is there already: following that', 'until at the latest'],
    absent: ['nothing to change'],
    changes: [],
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2, isRolloutInFlight: false },
};
