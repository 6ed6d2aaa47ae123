import { said } from '../../said';
import { scaledTo, somebodyDeploys, tasks } from '../given/givens';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'overwritten-others': {
    what: 'somebody else deploys in the very moment in which the failed deployment is put back',
    given: (fixture) => {
      const { aws } = fixture;
      tasks({ kind: 'crash', exitCode: 1 })(fixture);
      aws.faults.add({ operation: 'ListServiceDeployments', kind: 'access-denied', times: Infinity });
      // The tick, and the two looks before the update: there is no later one.
      let looks: number[] = [];
      aws.onCall(({ operation, at }) => {
        if (operation !== 'DescribeServices') return;
        looks = [...looks.filter((one) => one === at), at];
        if (looks.length === 3) somebodyDeploys(fixture);
      });
    },
    expected: {
      verdict: 'needs-attention',
      words: ['of outside:1, which somebody else had just started, was replaced', 'web:1 serves again'],
      cause: said.exited(1),
    },
    truth: { taskDefinition: 'web:1', healthyCount: 2, deploymentsOfOthers: 1 },
  },
  'scaled-to-0': {
    what: 'somebody scales the service to 0 on the way',
    covers: ['D3 desired 0', 'A6 hole 4'],
    during: { 20: scaledTo(0) },
    expected: { verdict: 'needs-attention', words: [said.isNothingWanted] },
    truth: { healthyCount: 0, desiredCount: 0 },
  },
  'desired-count-0': {
    what: 'the service is at desired count 0, before and after',
    covers: ['D3 desired 0', 'A6 hole 4'],
    fixture: { desiredCount: 0 },
    expected: {
      verdict: 'succeeded',
      words: ['the desired count of service web is 0', 'nothing serves'],
    },
    truth: { healthyCount: 0, desiredCount: 0 },
  },
  'more-than-100-tasks': {
    what: 'the service has more tasks than one answer lists',
    covers: ['D3 >100 tasks'],
    fixture: { desiredCount: 120 },
    expected: { verdict: 'succeeded' },
    truth: { taskDefinition: 'web:2', healthyCount: 120 },
  },
};
