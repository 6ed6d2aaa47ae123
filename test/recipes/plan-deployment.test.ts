import { expect } from 'chai';
import { breaker, killedAfterUpdate, tasks } from '../scenarios/given/givens';
import { base, plannedIn } from '../preflight/look-ahead';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';
import { exits } from '../run';

const unchanged = { DOCKER_TAG: 'v1' };
const terraform = 'arn:aws:iam::123456789012:user/terraform';

describe('a plan', () => {
  let fixture: ServiceFixture;
  beforeEach(async () => {
    fixture = await openServiceFixture();
  });
  afterEach(() => fixture.close());

  it('of a service that runs this already shows no difference and ends with exit 0', async () => {
    const { log, file, changes, dotenv } = await exits(0, plannedIn(fixture, unchanged));
    expect(file).to.deep.include({
      verdict: 'succeeded',
      differences: [],
      from: 'web:1',
      to: { revision: 'web:1' },
    });
    expect(log).to.contain('web runs this already: a deployment would change nothing');
    expect(dotenv).to.deep.equal({ ECS_CD_VERDICT: 'succeeded' });
    expect(changes).to.deep.equal([]);
  });

  it('takes what AWS fills in for no difference, whichever way a revision was written', async () => {
    const options = { 'awslogs-group': '/shop/web', 'awslogs-region': 'eu-central-1' };
    base(
      { runtimePlatform: {}, volumes: [], placementConstraints: [], enableFaultInjection: false },
      {
        cpu: 0,
        essential: true,
        environment: [],
        secrets: [],
        portMappings: [{ containerPort: 8080, hostPort: 8080, protocol: 'tcp' }],
        privileged: false,
        versionConsistency: 'enabled',
        linuxParameters: {},
        logConfiguration: {
          logDriver: 'awslogs',
          secretOptions: [],
          options: { 'awslogs-stream-prefix': 'staging', ...options },
        },
      },
    )(fixture);
    const { file } = await exits(0, plannedIn(fixture, unchanged));
    expect(file?.differences).to.deep.equal([]);
  });

  it('of a service that does not exist plans nothing', async () => {
    const { log } = await exits(3, plannedIn(fixture, { SERVICE_NAME: 'gone' }));
    expect(log)
      .to.contain('SERVICE_NAME')
      .and.not.match(/^(plan|rollback) {2}/m);
    expect(log).to.not.contain('nothing to');
  });

  it('of a new image shows that alone, and ends with exit 10', async () => {
    const { log, file, dotenv, changes } = await exits(10, plannedIn(fixture));
    expect(dotenv).to.deep.equal({ ECS_CD_VERDICT: 'changes' });
    expect(changes).to.deep.equal([]);
    const digest = fixture.aws.world.imageDigest('team/web', 'v2') ?? '';
    expect(file?.image).to.deep.include({ digest, isBuilt: true });
    expect(file?.differences).to.have.lengthOf(1);
    expect(file?.differences[0]).to.deep.include({ kind: 'changed', cause: { kind: 'image' } });
    expect(file?.differences[0]?.after).to.match(new RegExp(`@${digest}$`));
    expect(log)
      .to.match(/by this image\n +~ web image\n/)
      .and.match(/verdict +changes \(exit 10\)\n$/);
    expect(log).to.contain(
      'a deployment would register a revision from web:1 and update web from web:1 to it',
    );
    expect(file?.rollbackTo).to.equal('web:1');
  });

  it('tells the image from STAGE', async () => {
    const plan = await plannedIn(fixture, { STAGE: 'production' });
    const causes = plan.file?.differences.map(({ path, cause }) => [path.slice(2).join('.'), cause['kind']]);
    expect(causes).to.have.deep.members([
      ['image', 'image'],
      ['logConfiguration.options.awslogs-stream-prefix', 'stage'],
    ]);
    expect(plan.log).to.contain(
      'by STAGE\n    ~ web logConfiguration.options.awslogs-stream-prefix: staging -> production',
    );
  });

  it('names the revision that came from outside of the pipeline, and who registered it', async () => {
    base({ cpu: '512', memory: '1024' }, { environment: [{ name: 'MODE', value: 'fast' }] })(fixture);
    const plan = await exits(10, plannedIn(fixture, unchanged));
    expect(plan.file?.to).to.deep.equal({ revision: 'web:2' });
    expect(
      plan.file?.differences.map(({ path, cause }) => [
        path.join('.'),
        cause['revision'],
        cause['registeredBy'],
      ]),
    ).to.have.deep.members([
      ['cpu', 'web:2', terraform],
      ['memory', 'web:2', terraform],
      ['containerDefinitions.web.environment.MODE', 'web:2', terraform],
    ]);
    expect(plan.log)
      .to.contain(`by web:2, which was registered outside of this pipeline\n    (web:2: ${terraform}, `)
      .and.contain('~ cpu: 256 -> 512')
      .and.contain('+ web environment.MODE (value not shown)');
  });

  it('does not blame a revision of its own for what it took over', async () => {
    base({ cpu: '512', memory: '1024' })(fixture);
    tasks({ kind: 'crash', exitCode: 1 })(fixture);
    expect((await fixture.deploy()).exitCode).to.equal(6);
    const { file, log } = await plannedIn(fixture);
    expect(file?.differences.find(({ path }) => path[0] === 'cpu')?.cause).to.include({
      revision: 'web:3',
      isOurs: true,
    });
    expect(log).to.contain(
      'by a revision after web:1 that was registered outside of this pipeline; web:3 took it over',
    );
  });

  it('says that the image is not built yet, and shows it by its tag', async () => {
    const { log, file } = await exits(10, plannedIn(fixture, { DOCKER_TAG: 'c0ffee' }));
    expect(file?.image).to.deep.include({ digest: null, isBuilt: false });
    expect(file?.differences[0]?.after).to.match(/team\/web:c0ffee$/);
    expect(file?.findings).to.have.lengthOf(1);
    expect(file?.findings[0]).to.include({ severity: 'unknown', subject: 'DOCKER_TAG' });
    expect(log).to.contain('c0ffee (not built yet)').and.contain('to it, once its image is built');
  });

  it('explains why no build job builds the commit of a merged results pipeline', async () => {
    const env = { DOCKER_TAG: 'c0ffee', CI_MERGE_REQUEST_EVENT_TYPE: 'merged_result' };
    const { log } = await plannedIn(fixture, env);
    expect(log.replaceAll(/\s+/g, ' ')).to.contain('a commit that GitLab made of both branches');
  });

  it('ends with exit 3 when something is certain to fail, and still writes what it planned', async () => {
    fixture.aws.world.deleteLogGroup('/shop/web');
    const { log, file } = await exits(3, plannedIn(fixture));
    expect(file).to.include({ verdict: 'rejected' });
    expect(file?.differences).to.have.lengthOf(1);
    expect(log)
      .to.match(/verdict +rejected \(exit 3\)\n$/)
      .and.contain('log group /shop/web: it does not exist');
  });

  it('follows what is on its way already, so there is nothing to change', async () => {
    await killedAfterUpdate(fixture);
    const { log } = await exits(0, plannedIn(fixture));
    expect(log).to.match(/ecs-svc\/\d+ of web:2 is on its way: a deployment would follow it/);
  });

  it('of what the circuit breaker gave up is a change: it would be tried again', async () => {
    await fixture.close();
    fixture = await openServiceFixture({
      configuration: { deploymentCircuitBreaker: { enable: true, rollback: false } },
    });
    tasks({ kind: 'crash', exitCode: 1 })(fixture);
    const env = { ECS_CD_ROLLBACK: 'off', ECS_CD_FAIL_FAST: 'off' };
    expect((await fixture.deploy({ env })).exitCode).to.equal(7);
    expect((await plannedIn(fixture, env)).exitCode).to.equal(10);
  });

  it('leaves a service alone that has nothing to do with the family yet: its whole definition changes', async () => {
    fixture.aws.world.updateService({ cluster: 'shop', service: 'web', taskDefinition: 'outside' });
    await fixture.aws.clock.sleep(600_000);
    const { file, exitCode } = await plannedIn(fixture);
    expect(exitCode).to.equal(10);
    expect(file?.differences.find(({ path }) => path[0] === 'family')).to.include({
      before: 'outside',
      after: 'web',
    });
  });

  it('cannot be kept where nothing can be written, and says which variable names the place', async () => {
    const { log } = await exits(3, plannedIn(fixture, { ECS_CD_PLAN_FILE: 'ecs-cd.env/plan.json' }));
    expect(log).to.match(/ECS_CD_PLAN_FILE \S+\/ecs-cd.env\/plan.json cannot be written/);
  });

  it('stays silent about a rollback that is off, and warns where nobody takes a failure back', async () => {
    const { log } = await plannedIn(fixture, { ECS_CD_ROLLBACK: 'off' });
    expect(log).to.contain('rollback    off (ECS_CD_ROLLBACK)');
    await fixture.close();
    fixture = await openServiceFixture({ configuration: breaker });
    const safe = await plannedIn(fixture, { ECS_CD_ROLLBACK: 'off' });
    expect(safe.log)
      .to.contain('circuit breaker on with rollback')
      .and.not.contain('a failed deployment is left in place');
  });
});
