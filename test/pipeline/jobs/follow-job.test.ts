import { expect } from 'chai';
import { jobOf, pipelineWith } from '../downstream';

describe('a follow job', () => {
  const more = { 'follow demo': { extends: '.ecs-follow', variables: { STAGE: 'demo' } } };
  const { needs, ...demo } = jobOf(
    pipelineWith({ wait_until: 'baking', timeout: '25m' }, more),
    'follow demo',
  );

  it('begins half an hour later, for whoever else comes', () => {
    expect(demo.rules).to.deep.equal([{ if: '$CI_COMMIT_BRANCH', when: 'delayed', start_in: '30 minutes' }]);
  });

  it('finds the deployment as the deploy job made it, judges it so, and stays to its end', () => {
    expect(demo.variables).to.deep.include({
      DOCKER_TAG: '$CI_COMMIT_SHA',
      STAGE: 'demo',
      ECS_CD_TIMEOUT: '25m',
      ECS_CD_ROLLBACK: 'on',
      ECS_CD_HEALTH_CHECK_TIMEOUT: '1m',
    });
    expect(demo.variables).to.not.have.any.keys('ECS_CD_WAIT_UNTIL', 'ECS_CD_BAKE_TIME');
  });

  it('is told by needs whose deployment it is, and counts as none itself', () => {
    expect(needs).to.equal(undefined);
    expect(demo.environment).to.deep.include({ action: 'access' });
  });
});
