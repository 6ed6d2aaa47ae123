import { expect } from 'chai';
import { variableOf } from '../../../runner/settings/variables/variables';
import { exitCodes } from '../../../runner/errors';
import { jobOf, pipelineWith } from '../downstream';
import { mappingOf } from '../mapping';

const more = { 'plan staging': { extends: '.ecs-plan', variables: { STAGE: 'staging' } } };
const pipeline = pipelineWith({}, more);
const plan = jobOf(pipeline, 'plan staging');
const staging = jobOf(pipeline, 'deploy staging');

describe('a plan job', () => {
  it('plans merge requests without waiting, marks what would change, and keeps the plan', () => {
    expect(plan).to.deep.include({
      needs: [],
      rules: [
        {
          if: '$CI_PIPELINE_SOURCE == "merge_request_event" && $CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_MERGE_REQUEST_PROJECT_ID',
        },
      ],
      allow_failure: { exit_codes: [exitCodes.changes] },
      environment: { name: '$STAGE', action: 'prepare' },
    });
    expect(plan).to.not.have.any.keys('resource_group', 'dependencies');
    expect(plan.artifacts).to.deep.equal({
      when: 'always',
      reports: { dotenv: 'ecs-cd.env' },
      paths: [variableOf('ECS_CD_PLAN_FILE').default],
      access: 'developer',
    });
  });

  it('alone is given the role for plans, under a name that no variable of the project for the other jobs beats', () => {
    const reader = 'arn:aws:iam::123456789012:role/ecs-cd-plan';
    const given = pipelineWith({ plan_role_arn: reader }, more);
    expect(jobOf(given, 'plan staging').variables).to.include({ ECS_CD_PLAN_ROLE_ARN: reader });
    const others = ['ecs-build', 'deploy staging'].map((name) => jobOf(given, name).variables);
    for (const variables of others) expect(variables).not.to.have.property('ECS_CD_PLAN_ROLE_ARN');
  });

  it('plans what a deployment does: whatever both read comes from the same inputs', () => {
    const [planned, deployed] = [plan, staging].map(({ variables }) => mappingOf(variables, 'variables'));
    const { ECS_CD_PLAN_ROLE_ARN: _, ...both } = planned ?? {};
    expect(deployed).to.deep.include(both);
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
