import { blueGreen } from '../givens';
import { said } from '../../said';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'GitLab is about to end the job while ECS bakes a healthy release',
  fixture: { configuration: blueGreen },
  env: { RUNNER_SCRIPT_TIMEOUT: '10m' },
  expected: {
    verdict: 'needs-attention',
    words: ['waiting for the end of the bake time, until about', said.goesOn, '.ecs-follow'],
    changes: ['RegisterTaskDefinition', 'UpdateService'],
  },
  truth: { baking: 'web:2', isRolloutInFlight: true },
};
