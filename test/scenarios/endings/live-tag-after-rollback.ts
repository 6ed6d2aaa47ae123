import { expect } from 'chai';
import { tasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the image that serves after a rollback gets the live tag',
  env: { ECS_CD_LIVE_TAG: 'live-staging' },
  given: tasks({ kind: 'crash', exitCode: 1 }),
  expected: { verdict: 'rolled-back', words: ['live tag', 'live-staging is sha256:'] },
  truth: { taskDefinition: 'web:1', healthyCount: 2 },
  check: ({ aws: { world } }) =>
    void expect(world.imageDigest('team/web', 'live-staging')).to.equal(world.imageDigest('team/web', 'v1')),
};
