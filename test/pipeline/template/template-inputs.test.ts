import { expect } from 'chai';
import { jobOf, pipelineWith, template } from '../downstream';
import { listOf, mappingOf } from '../mapping';
import { pipelineOf, rendered } from '../renderer';

const pipeline = pipelineWith();
const build = jobOf(pipeline, 'ecs-build');
const staging = jobOf(pipeline, 'deploy staging');

describe('the build job can build', () => {
  it('with a Docker daemon of its own that it speaks TLS with', () => {
    const [{ name, alias } = {}] = listOf(build.services).map((one) => mappingOf(one, 'service'));
    expect(alias).to.equal('docker');
    expect(name).to.match(/^docker:29-dind@sha256:[0-9a-f]{64}$/);
    expect(build.variables).to.include({
      DOCKER_HOST: 'tcp://docker:2376',
      DOCKER_TLS_VERIFY: '1',
      DOCKER_TLS_CERTDIR: '/certs',
      DOCKER_CERT_PATH: '/certs/client',
    });
  });

  it('without TLS where the GitLab runner shares no certificates', () => {
    const { variables } = jobOf(pipelineWith({ docker_service: 'dind-without-tls' }), 'ecs-build');
    expect(variables).to.include({ DOCKER_HOST: 'tcp://docker:2375', DOCKER_TLS_CERTDIR: '' });
    expect(variables).not.to.have.property('DOCKER_TLS_VERIFY');
  });

  it("with the engine of the GitLab runner, whose own settings it doesn't touch", () => {
    const { services, variables } = jobOf(pipelineWith({ docker_service: 'none' }), 'ecs-build');
    expect(services).to.deep.equal([]);
    const names = Object.keys(mappingOf(variables, 'variables'));
    expect(names.filter((name) => name.startsWith('DOCKER_'))).to.deep.equal(['DOCKER_TAG']);
  });
});

describe('the tier of the environments', () => {
  const environmentWith = (inputs: Record<string, unknown>) =>
    mappingOf(jobOf(pipelineWith(inputs), 'deploy staging').environment, 'environment');

  it('is left to GitLab unless it is said', () => {
    expect(environmentWith({})).not.to.have.property('deployment_tier');
  });
  for (const tier of ['production', 'staging', 'testing', 'development', 'other']) {
    it(`is ${tier} where that is said, and the name stays`, () => {
      expect(environmentWith({ environment_tier: tier })).to.include({
        name: '$STAGE',
        deployment_tier: tier,
      });
    });
  }
});

describe('the jobs can be changed by a job of the same name or one that extends them', () => {
  const changed = pipelineWith(
    {},
    {
      'ecs-build': { tags: ['privileged'], environment: { name: 'staging', action: 'prepare' } },
      'deploy demo': {
        extends: '.ecs-deploy',
        variables: { STAGE: 'demo', ECS_CD_TIMEOUT: '1h' },
        environment: { deployment_tier: 'testing' },
        rules: [{ if: '$CI_COMMIT_TAG' }],
      },
    },
  );
  const demo = jobOf(changed, 'deploy demo');

  it('in its runner tags and the environment that its variables come from', () => {
    expect(jobOf(changed, 'ecs-build')).to.deep.include({
      ...build,
      tags: ['privileged'],
      environment: { name: 'staging', action: 'prepare' },
    });
  });

  it('in one variable or one part of the environment, keeping the others', () => {
    expect(demo.variables).to.deep.equal({
      ...mappingOf(staging.variables, 'variables'),
      STAGE: 'demo',
      ECS_CD_TIMEOUT: '1h',
    });
    expect(demo.environment).to.include({ name: '$STAGE', deployment_tier: 'testing' });
  });

  it('in its rules, which are replaced as a whole', () => {
    expect(demo.rules).to.deep.equal([{ if: '$CI_COMMIT_TAG' }]);
  });
});

describe('the template', () => {
  it('gives each of two includes its own inputs', () => {
    const twice = `include:
  - { local: a.yml, inputs: { prefix: api, timeout: 5m } }
  - { local: a.yml, inputs: { prefix: web, timeout: 9m, docker_service: none } }
deploy api: { extends: .api-deploy, variables: { STAGE: staging } }
deploy web: { extends: .web-deploy, variables: { STAGE: staging } }`;
    const both = pipelineOf(twice, () => template);
    expect(jobOf(both, 'deploy api')).to.have.nested.property('variables.ECS_CD_TIMEOUT', '5m');
    expect(jobOf(both, 'deploy web')).to.have.nested.property('variables.ECS_CD_TIMEOUT', '9m');
    expect(jobOf(both, 'api-build')).to.have.property('services').with.lengthOf(1);
    expect(jobOf(both, 'web-build')).to.have.deep.property('services', []);
  });
});

describe('a rollback job', () => {
  it('waits as long as a deployment does', () => {
    const more = { 'roll back demo': { extends: '.ecs-rollback', variables: { STAGE: 'demo' } } };
    const { variables } = jobOf(pipelineWith({ timeout: '25m' }, more), 'roll back demo');
    expect(variables).to.include({ STAGE: 'demo', ECS_CD_TIMEOUT: '25m' });
  });
});

describe('what a release has to prove', () => {
  it('is the same for every environment, unless a job says otherwise for its own', () => {
    const inputs = {
      health_check_url: 'https://$STAGE.example.com/health',
      health_check_count: 5,
      bake_time: '5m',
    };
    const more = {
      'deploy demo': { extends: '.ecs-deploy', variables: { STAGE: 'demo', ECS_CD_BAKE_TIME: '0s' } },
    };
    const changed = pipelineWith(inputs, more);
    const url = {
      ECS_CD_HEALTH_CHECK_URL: 'https://$STAGE.example.com/health',
      ECS_CD_HEALTH_CHECK_COUNT: '5',
    };
    expect(jobOf(changed, 'deploy staging').variables).to.include({ ...url, ECS_CD_BAKE_TIME: '5m' });
    expect(jobOf(changed, 'deploy demo').variables).to.include({ ...url, ECS_CD_BAKE_TIME: '0s' });
  });
});

describe('every text that an input takes', () => {
  const refused: readonly (readonly [string, unknown])[] = [
    ['prefix', 'Shop'],
    ['prefix', '../shop'],
    ['docker_tag', 'a tag'],
    ['environment_name', '/staging'],
    ['environment_url', 'shop.example.com'],
    ['resource_group', 'ecs/'],
    ['role_arn', 'deployer'],
    ['chained_role_arn', 'deployer'],
    ['chained_role_external_id', 'a b'],
    ['timeout', '15'],
    ['timeout', '15 minutes'],
    ['job_timeout', '$JOB_TIMEOUT'],
    ['rollback', 'yes'],
    ['rollback', false],
    ['fail_fast', true],
    ['health_check_url', 'shop.example.com/health'],
    ['health_check_status', '2xx'],
    ['health_check_timeout', '60'],
    ['health_check_count', 'often'],
    ['bake_time', '10 minutes'],
    ['preflight', true],
    ['in_progress', 'replace'],
    ['wait_until', 'baked'],
    ['order', 'at once'],
    ['on_failure', 'none'],
    ['scan_severity', 'severe'],
    ['scan_exceptions', 'my exceptions.json'],
    ['scan_timeout', '10'],
    ['plan_rules', 'always'],
    ['engine', 'kaniko'],
    ['docker_service', false],
    ['deploy_rules', 'always'],
  ];
  for (const [input, value] of refused) {
    it(`is refused when the pipeline is created if it cannot work: ${input}: ${String(value)}`, () => {
      expect(() => pipelineWith({ [input]: value })).to.throw(`\`${input}\` input:`);
    });
  }

  const accepted: readonly (readonly [string, unknown])[] = [
    ['prefix', 'shop-api'],
    ['docker_tag', 'v1.2.3'],
    ['docker_tag', '$CI_COMMIT_REF_SLUG-$CI_COMMIT_SHORT_SHA'],
    ['environment_name', '$STAGE/api'],
    ['environment_name', 'review/${CI_COMMIT_REF_SLUG}'],
    ['environment_url', 'https://$STAGE.example.com/shop'],
    ['environment_url', '$SHOP_URL'],
    ['role_arn', 'arn:aws:iam::123456789012:role/ci/deployer'],
    ['role_arn', '$DEPLOYER_ROLE_ARN'],
    ['chained_role_arn', '$DEPLOYER_ROLE_ARN'],
    ['chained_role_external_id', 'shop/web'],
    ['timeout', '1h30m'],
    ['timeout', '$ROLLOUT_TIMEOUT'],
    ['rollback', 'off'],
    ['fail_fast', 'off'],
    ['health_check_url', 'https://$STAGE.example.com/health?key=$HEALTH_KEY'],
    ['health_check_url', '$SHOP_URL'],
    ['health_check_status', '200-399'],
    ['health_check_timeout', '2m'],
    ['health_check_count', 5],
    ['bake_time', '10m'],
    ['scan_exceptions', 'ci/scan-exceptions.json'],
    ['scan_timeout', '90s'],
    ['runner_image', 'registry.example.com/ecs-cd/runner:1.4.2@sha256:' + '0'.repeat(64)],
  ];
  for (const [input, value] of accepted) {
    it(`may be what it has to be: ${input}: ${String(value)}`, () => {
      expect(() => rendered(template, { [input]: value })).not.to.throw();
    });
  }
});
