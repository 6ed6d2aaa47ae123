import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'a job that comes to follow finds the deployment completed, and tags its image',
  argv: ['follow'],
  env: { ECS_CD_LIVE_TAG: 'live-staging' },
  given: async (fixture) => {
    await fixture.deploy();
  },
  expected: { verdict: 'succeeded', words: ['live-staging is sha256:'], changes: ['PutImage'] },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
