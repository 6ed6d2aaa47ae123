import { expect } from 'chai';
import type { RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';
import { stringify } from 'yaml';
import { hasCommand } from '../../engine/install-engine';
import { secretArn } from '../../preflight/look-ahead';
import { releaseAssets } from '../../release-assets';
import { endsWith } from '../../scenarios/given/givens';
import { openSeveralServices, type SeveralServices } from '../../several-services';
import { template } from '../downstream';
import { createProject, type Project } from '../git-project';
import { runPipeline, type PipelineResult } from '../gitlab-ci-local';
import type { Mapping } from '../mapping';

/** A release as a public project makes it: one include of the component, and the jobs beside it. */
interface Shape {
  readonly inputs: Mapping;
  /** Of the deploy job. */
  readonly job: Mapping;
}

const rendered = 'deploy/task-definition.json';

const shapes: Readonly<Record<string, Shape>> = {
  shop: {
    inputs: { run_before: 'bundle exec rails db:migrate', schedules: 'nightly,cleanup' },
    job: { variables: { SERVICE_NAME: 'web,worker,beat', TASK_FAMILY: 'web,worker,beat' } },
  },
  rendered: {
    inputs: { task_definition_file: rendered },
    job: { dependencies: ['render'], variables: { SERVICE_NAME: 'api', TASK_FAMILY: 'api', LEVEL: 'debug' } },
  },
  values: {
    inputs: {},
    job: {
      variables: {
        ...{ SERVICE_NAME: 'site', TASK_FAMILY: 'site', ECS_CD_CPU: '512', ECS_CD_MEMORY: '1024' },
        ...{ ECS_CD_ENV_RELEASE: '$CI_COMMIT_BRANCH', ECS_CD_SECRET_DB_URL: secretArn('db') },
      },
    },
  },
  pair: { inputs: {}, job: { variables: { SERVICE_NAME: 'pair', TASK_FAMILY: 'pair' } } },
};

const deployJobs = Object.keys(shapes).map((prefix) => `deploy ${prefix}`);

const pipeline = () =>
  stringify(
    {
      stages: ['build', 'deploy'],
      include: Object.entries(shapes).map(([prefix, { inputs }]) => ({
        local: '/templates/deploy.yml',
        inputs: { prefix, docker_service: 'none', ...inputs },
      })),
      render: {
        stage: 'build',
        script: [`sed "s/@COMMIT@/$CI_COMMIT_SHA/" definition.json.in > ${rendered}`],
        artifacts: { paths: [rendered] },
      },
      ...Object.fromEntries(
        Object.entries(shapes).map(([prefix, { job }]) => [
          `deploy ${prefix}`,
          { extends: `.${prefix}-deploy`, environment: { name: prefix }, ...job },
        ]),
      ),
      report: {
        extends: '.shop-run-task',
        variables: { STAGE: 'staging', SERVICE_NAME: 'web', ECS_CD_RUN: 'rake report:daily' },
      },
    },
    { version: '1.1' },
  );

describe('releases of the shapes that are found in the wild', function () {
  let fixture: SeveralServices;
  let project: Project;
  let released: PipelineResult;
  let pipelines = 0;

  const arn = (name: string) => `arn:aws:ecs:eu-central-1:123456789012:task-definition/${name}`;
  const run = async (jobs: readonly string[], tag = 'v2') => {
    const { SERVICE_NAME: _, TASK_FAMILY: _family, ...account } = fixture.env;
    const ticks = setInterval(() => void fixture.aws.clock.sleep(5_000), 50);
    const { bundle } = await releaseAssets();
    const variables = { ...account, DOCKER_TAG: tag };
    // The same for each try of a job: the tool's own never changes.
    const predefined = { CI_PIPELINE_ID: `${(pipelines += 1)}` };
    const options = { runner: [process.execPath, bundle], jobs, variables, predefined };
    return runPipeline(project, options).finally(() => clearInterval(ticks));
  };
  const called = (operation: string) =>
    fixture.aws.calls
      .filter((call) => call.operation === operation)
      .map(({ input }) => JSON.stringify(input));
  const registered = (of: string) => {
    const inputs = fixture.aws.calls.flatMap(({ operation, input }) =>
      operation === 'RegisterTaskDefinition' ? [input as RegisterTaskDefinitionRequest] : [],
    );
    return inputs.find(({ family }) => family === of);
  };
  const tasks = (exitCode: number, log: string) => {
    fixture.aws.world.outcomeOf = ({ oneOff }) => (oneOff ? endsWith(exitCode, [log]) : { kind: 'healthy' });
  };

  before(async function () {
    if (!(await hasCommand('rsync'))) {
      if (process.env['ECS_CD_TEST_ENGINE'] === 'required') throw new Error('rsync is missing');
      return this.skip();
    }
    fixture = await openSeveralServices(['web', 'worker', 'beat', 'api', 'site', 'pair']);
    const { world, clock } = fixture.aws;
    const old = `${fixture.env['REPOSITORY_URL']}@${world.imageDigest('team/web', 'v1')}`;
    const plain = { image: old, memory: 128 };
    const [app, jobs] = ['app', 'jobs'].map((name) => ({ ...plain, name }));
    world.registerTaskDefinition({ family: 'pair', containerDefinitions: [app!, jobs!] });
    world.createSecret(secretArn('db'));
    world.createService({ cluster: 'shop', name: 'pair', taskDefinition: 'pair', launchType: 'EC2' });
    world.createSchedule('nightly', arn('worker:1'));
    world.createRule('cleanup', [
      { Id: 'a', Arn: arn('x'), EcsParameters: { TaskDefinitionArn: arn('web:1') } },
    ]);
    await clock.sleep(3_600_000);
    world.putImage('team/web', 'v3');
    const environment = [
      { name: 'LEVEL', value: '${LEVEL}' },
      { name: 'COMMIT', value: '@COMMIT@' },
    ];
    const definition = {
      ...{ networkMode: 'awsvpc', requiresCompatibilities: ['FARGATE'], cpu: '256', memory: '512' },
      executionRoleArn: 'arn:aws:iam::123456789012:role/web-execution',
      containerDefinitions: [{ name: 'api', image: '<IMAGE>', environment }],
    };
    project = await createProject({
      '.gitlab-ci.yml': pipeline(),
      'templates/deploy.yml': template,
      'definition.json.in': JSON.stringify(definition),
      'deploy/README.md': 'What CI renders.',
    });
    tasks(0, 'migrated');
    released = await run(['render', ...deployJobs]);
  });
  after(async () => {
    if (!(fixture as SeveralServices | undefined)) return;
    await project.remove();
    await fixture.close();
  });

  it('end well', () => {
    expect(released.exitCode, released.output).to.equal(0);
    expect(released.output.match(/verdict +succeeded/g)).to.have.lengthOf(4);
  });

  it('migrate once before web, worker and beat change, and their schedules follow', () => {
    const { calls, world } = fixture.aws;
    const [task, ...others] = calls.filter(({ operation }) => operation === 'RunTask');
    expect(others).to.deep.equal([]);
    expect(JSON.stringify(task?.input)).to.contain('["bundle","exec","rails","db:migrate"]');
    expect(released.output).to.contain('migrated');
    const updates = calls.filter(
      ({ operation, input }) =>
        operation === 'UpdateService' && /"service":"(web|worker|beat)"/.test(JSON.stringify(input)),
    );
    expect(updates).to.have.lengthOf(3);
    for (const { at } of updates) expect(at).to.be.greaterThan((task?.at ?? NaN) + 20_000);
    expect(fixture.running().slice(0, 3)).to.deep.equal(['web:2', 'worker:2', 'beat:2']);
    expect(world.scheduleNamed('nightly').Target?.EcsParameters?.TaskDefinitionArn).to.equal(arn('worker:2'));
    expect(world.targetsOf('cleanup')[0]?.EcsParameters?.TaskDefinitionArn).to.equal(arn('web:2'));
  });

  it('take the task definition that an earlier job has rendered, with the image and values of this job', () => {
    const [api] = registered('api')?.containerDefinitions ?? [];
    expect(api?.image).to.contain(fixture.aws.world.imageDigest('team/web', 'v2'));
    expect(api?.environment?.[0]).to.deep.equal({ name: 'LEVEL', value: 'debug' });
    expect(api?.environment?.[1]?.value).to.match(/^[0-9a-f]{40}$/);
  });

  it('set values at the deployment', () => {
    const { cpu, memory, containerDefinitions: [site] = [] } = registered('site') ?? {};
    expect({ cpu, memory }).to.deep.equal({ cpu: '512', memory: '1024' });
    expect(site?.environment).to.deep.equal([{ name: 'RELEASE', value: 'main' }]);
    expect(site?.secrets).to.deep.equal([{ name: 'DB_URL', valueFrom: secretArn('db') }]);
  });

  it('give both containers of one image the new one', () => {
    const { images } = fixture.aws.truth('pair');
    const digest = fixture.aws.world.imageDigest('team/web', 'v2');
    expect(Object.keys(images)).to.have.members(['app', 'jobs']);
    for (const image of Object.values(images)) expect(image).to.contain(digest);
  });

  it('run one command in a job of its own, whose end is that of the command', async () => {
    const before = called('UpdateService').length;
    for (const [exitCode, log] of [
      [0, 'all counted'],
      [3, 'no figures'],
    ] as const) {
      tasks(exitCode, log);
      const result = await run(['report']);
      expect(result.exitCode === 0, result.output).to.equal(exitCode === 0);
      expect(result.output).to.contain(log);
    }
    const reports = called('RunTask').filter((input) => input.includes('"report:daily"'));
    expect(reports).to.have.lengthOf(2);
    expect(reports[0]).to.contain('web:2');
    expect(called('UpdateService')).to.have.lengthOf(before);
  });

  it('change no service where the migration fails', async () => {
    tasks(1, 'no such table');
    const { exitCode, output } = await run(['deploy shop'], 'v3');
    expect(exitCode, output).to.not.equal(0);
    expect(output)
      .to.contain('no such table')
      .and.match(/verdict +task-failed \(exit 13\)/);
    expect(fixture.running().slice(0, 3)).to.deep.equal(['web:2', 'worker:2', 'beat:2']);
  });
});
