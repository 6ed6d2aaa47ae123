import { expect } from 'chai';
import { variableOf } from '../../runner/contract/variables';
import { exitCodes } from '../../runner/errors';
import { jobOf, pipelineWith } from './downstream';
import { mappingOf } from './mapping';

const more = { 'plan staging': { extends: '.ecs-plan', variables: { STAGE: 'staging' } } };
const pipeline = pipelineWith({}, more);
const plan = jobOf(pipeline, 'plan staging');
const staging = jobOf(pipeline, 'deploy staging');

describe('a plan job', () => {
  it('plans merge requests without waiting, marks what would change, and keeps the plan', () => {
    expect(plan).to.deep.include({
      needs: [],
      rules: [{ if: '$CI_PIPELINE_SOURCE == "merge_request_event"' }],
      allow_failure: { exit_codes: [exitCodes.changes] },
      environment: { name: '$STAGE', action: 'prepare' },
    });
    expect(plan).to.not.have.any.keys('resource_group', 'dependencies');
    expect(plan.artifacts).to.deep.equal({
      when: 'always',
      reports: { dotenv: 'ecs-cd.env' },
      paths: [variableOf('ECS_CD_PLAN_FILE').default],
    });
  });

  it('plans what a deployment does: whatever both read comes from the same inputs', () => {
    const [planned, deployed] = [plan, staging].map(({ variables }) => mappingOf(variables, 'variables'));
    expect(deployed).to.deep.include(planned);
    const changed = pipelineWith(
      { container: 'api', in_progress: 'wait', preflight: 'off', plan_rules: [] },
      more,
    );
    expect(jobOf(changed, 'plan staging').variables).to.include({
      ECS_CD_CONTAINER: 'api',
      ECS_CD_IN_PROGRESS: 'wait',
      ECS_CD_PREFLIGHT: 'off',
    });
  });
});
