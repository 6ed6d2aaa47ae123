import { somebodyDeploys, tasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
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
};
