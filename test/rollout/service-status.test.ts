import { expect } from 'chai';
import { permissions } from '../../runner/iam/permissions';
import { requestsOf } from '../iam/authorizations';
import { deniedBy, reachOf, unusedIn } from '../iam/least-privilege';
import { printedPolicy, shopNames } from '../iam/printed';
import {
  alarms,
  deployedToTheGate,
  loadBalanced,
  pausedAfterScaleUp,
  targetGroupNamed,
} from '../scenarios/given/givens';
import { openServiceFixture, type FixtureOptions, type ServiceFixture } from '../service-fixture';
import { exits } from '../run';

const commit = '3f2a9c1e'.repeat(5);
const job = {
  CI_COMMIT_SHA: commit,
  CI_JOB_URL: 'https://gitlab.example.com/shop/web/-/jobs/7',
  GITLAB_USER_LOGIN: 'alice',
};
/** As on a laptop. */
const named = { REPOSITORY_URL: undefined, DOCKER_TAG: undefined, TASK_FAMILY: undefined, STAGE: undefined };

interface Status {
  readonly services: readonly Readonly<Record<string, unknown>>[];
}

describe('the status of a service', () => {
  let fixture: ServiceFixture;
  const open = async (options: FixtureOptions = {}) => {
    fixture = await openServiceFixture({ names: { tag: commit }, ...options });
  };
  afterEach(() => fixture.close());

  const shown = async (argv: readonly string[] = [], env: Readonly<Record<string, string>> = {}) => {
    const run = await exits(0, fixture.run(['status', ...argv], { env: { ...named, ...env } }));
    return run;
  };
  const json = async (argv: readonly string[] = []) => {
    const { stdout, stderr } = await shown(['--format', 'json', ...argv]);
    return { services: (JSON.parse(stdout) as Status).services, stderr };
  };
  const deploy = () => fixture.deploy({ env: job });

  it('is what runs, since when, of which commit and by which job, with targets and alarms', async () => {
    await open({ service: loadBalanced, configuration: alarms });
    await deploy();
    const before = fixture.changes().length;
    const { stdout, dotenv } = await shown();
    for (const row of [
      /^service +web in shop$/m,
      /^runs +web:2$/m,
      /^since +\d{4}-\d\d-\d\d \d\d:\d\d UTC$/m,
      new RegExp(`^commit +${commit}$`, 'm'),
      /team\/web@sha256:[0-9a-f]{64}$/m,
      new RegExp(`tag ${commit}$`, 'm'),
      /^job +https:\/\/gitlab.example.com\/shop\/web\/-\/jobs\/7$/m,
      /^user +alice$/m,
      /^tasks +2 of 2 running, 0 pending$/m,
      /^targets +web: 2 healthy/m,
      /^alarms +errors OK$/m,
      /web:2 +3f2a9c1e +SUCCESSFUL +runs$/m,
      /web:1 +- +SUCCESSFUL +rollback candidate$/m,
    ])
      expect(stdout).to.match(row);
    expect(stdout).to.not.contain('deploying');
    expect(dotenv, 'no file on a laptop').to.deep.equal({});
    expect(fixture.changes(), 'nothing is changed').to.have.length(before);
    expect((await shown([], { GITLAB_CI: 'true' })).dotenv).to.deep.equal({ ECS_CD_VERDICT: 'succeeded' });
  });

  it('says what is being deployed and where it waits, beside what runs', async () => {
    await open({ names: {}, configuration: pausedAfterScaleUp });
    await deployedToTheGate(fixture);
    const { services } = await json();
    expect(services[0]?.['runs']).to.include({ revision: 'web:1' });
    const { stage, ...progress } = services[0]?.['inProgress'] as { readonly stage: string };
    expect(progress).to.include({ revision: 'web:2', status: 'IN_PROGRESS' });
    expect(stage).to.match(/^paused at POST_SCALE_UP: hook ecs-pause-\S+ waits until/);
    expect((await shown()).stdout).to.match(
      /^deploying +web:2 IN_PROGRESS, 2 of 2 running, 0 failed, paused at/m,
    );
  });

  it('is of the commit in the label of its image where no tag says one, which is looked at once', async () => {
    await open();
    const { world } = fixture.aws;
    world.createService({ cluster: 'shop', name: 'worker', taskDefinition: 'outside', desiredCount: 1 });
    const env = { SERVICE_NAME: 'web,worker' };
    const looks = () => fixture.aws.calls.filter(({ operation }) => operation === 'BatchGetImage').length;
    expect((await shown([], env)).stdout)
      .to.match(/^commit +commit-v1 +commit-v1$/m)
      .and.match(/ web:1 +commit-v +SUCCESSFUL +runs$/m);
    expect(looks()).to.equal(1);
    await deploy();
    const before = looks();
    const { services } = await json();
    expect(services[0]?.['runs'], 'a tag wins').to.deep.include({ commit });
    expect(looks()).to.equal(before);
    const denied = { operation: 'GetDownloadUrlForLayer', action: 'ecr:GetDownloadUrlForLayer' };
    fixture.aws.faults.add({ ...denied, kind: 'access-denied', times: Infinity });
    const hidden = await json(['--service-name', 'worker']);
    expect(hidden.services[0]?.['runs']).to.include({ commit: null });
    expect(hidden.stderr).to.contain(
      'not shown: commits of images (ecr:GetDownloadUrlForLayer is not allowed)',
    );
  });

  it('leaves open whose commit the label of one container among others is', async () => {
    const container = { name: 'proxy', image: 'envoy:1' };
    await open({ beside: { container, dependsOn: [] } });
    const { stdout } = await shown();
    expect(stdout).to.not.match(/^commit/m);
    expect(stdout).to.match(/^image +web:\s+\S+\n +tag v1\n +commit commit-v1\n +proxy: envoy:1$/m);
  });

  it('marks where a rollback can go: to the last success of each other revision that is there', async () => {
    await open();
    await deploy();
    const { world } = fixture.aws;
    world.putImage('team/web', 'v3');
    world.outcomeOf = ({ taskDefinition }) =>
      taskDefinition === 'web:3' ? { kind: 'crash', exitCode: 1 } : { kind: 'healthy' };
    await fixture.deploy({ env: { DOCKER_TAG: 'v3', ECS_CD_TIMEOUT: '2m' } });
    world.deregisterTaskDefinition('web:1');
    const { services } = await json();
    const deployments = services[0]?.['deployments'] as readonly Readonly<Record<string, unknown>>[];
    expect(deployments.map(({ revision, status, candidate }) => [revision, status, candidate])).to.deep.equal(
      [
        ['web:3', 'ROLLBACK_SUCCESSFUL', undefined],
        ['web:2', 'SUCCESSFUL', undefined],
        ['web:1', 'SUCCESSFUL', 'deregistered'],
      ],
    );
    expect(services[0]?.['runs']).to.include({ revision: 'web:2', commit });
  });

  it('shows several services beside one another, and those of another stage beside theirs', async () => {
    await open();
    const { world } = fixture.aws;
    world.createCluster('staging');
    world.createService({ cluster: 'staging', name: 'web-staging', taskDefinition: 'web', desiredCount: 1 });
    world.createService({ cluster: 'shop', name: 'worker', taskDefinition: 'outside', desiredCount: 1 });
    expect((await shown([], { SERVICE_NAME: 'web,worker' })).stdout).to.match(
      /^service +web in shop +worker in shop\nruns +web:1 +outside:1$/m,
    );
    const compare = ['--compare', 'staging/web-staging'];
    expect((await shown(compare)).stdout)
      .to.match(/^service +web in shop +web-staging in staging$/m)
      .and.contain('compared    they run the same images');
    await deploy();
    expect((await shown(compare)).stdout).to.contain('compared    they run different images');
    expect((await json(compare)).services.map(({ cluster }) => cluster)).to.deep.equal(['shop', 'staging']);
    const containerDefinitions = [{ name: 'app', image: 'public.ecr.aws/nginx/nginx:1.29', memory: 128 }];
    world.registerTaskDefinition({ family: 'tagged', containerDefinitions });
    world.createService({ cluster: 'shop', name: 'proxy', taskDefinition: 'tagged', desiredCount: 1 });
    expect((await shown(['--compare', 'shop/proxy'])).stdout).to.contain(
      'compared    not known: proxy in shop runs app by a tag; a deployment by ecs-cd names digests',
    );
    world.createService({ cluster: 'shop', name: 'a-proxy-by-a-long-name', taskDefinition: 'tagged' });
    expect((await shown(['--compare', 'shop/a-proxy-by-a-long-name'])).stdout).to.match(
      /^compared {4}not known: a-proxy.{1,77}\n {12}\S.*digests$/m,
    );
  });

  it('names all that there is not, in one error', async () => {
    await open();
    const env = { ...named, SERVICE_NAME: 'web,gone,lost' };
    const { log } = await exits(3, fixture.run(['status'], { env }));
    expect(log).to.contain('no service gone in the cluster shop').and.contain('no service lost');
  });

  it('leaves out what may not be looked at, and says so once for all services', async () => {
    await open({ service: loadBalanced, configuration: alarms });
    fixture.aws.world.createService({
      ...{ cluster: 'shop', name: 'worker', taskDefinition: 'outside', desiredCount: 1 },
      loadBalancers: [{ ...loadBalanced.loadBalancers![0], targetGroupArn: targetGroupNamed('worker') }],
      deploymentConfiguration: alarms,
    });
    const optional = [
      ...['ecs:ListServiceDeployments', 'ecs:DescribeTaskDefinition'],
      ...['elasticloadbalancing:DescribeTargetHealth', 'cloudwatch:DescribeAlarms'],
    ];
    for (const action of optional) {
      const operation = action.replace(/.*:/, '');
      fixture.aws.faults.add({ operation, kind: 'access-denied', action, times: Infinity });
    }
    const { services, stderr } = await json(['--service-name', 'web,worker']);
    expect(services).to.have.length(2);
    for (const { runs, ...rest } of services) {
      expect(runs).to.include({ images: null });
      expect(rest).to.deep.include({ targets: null, alarms: null, deployments: null });
    }
    for (const action of optional) expect(stderr.split(`${action} is not allowed`), action).to.have.length(2);
  });

  it('asks what the policy for it allows, and nothing else', async () => {
    await open({ service: loadBalanced, configuration: { ...pausedAfterScaleUp, ...alarms }, names: {} });
    await deployedToTheGate(fixture);
    const asked = fixture.aws.calls.length;
    await shown();
    const requests = requestsOf(fixture.aws.calls.slice(asked));
    const policy = await printedPolicy('status', shopNames);
    expect(deniedBy(policy, requests)).to.deep.equal([]);
    expect(reachOf(policy, requests)).to.deep.equal([]);
    expect(unusedIn(policy, requests)).to.deep.equal([]);
    const rows = permissions.filter(({ commands }) => commands.includes('status'));
    expect(rows.filter(({ without, when }) => !without && !when).map(({ action }) => action)).to.deep.equal([
      'ecs:DescribeServices',
    ]);
  });
});
