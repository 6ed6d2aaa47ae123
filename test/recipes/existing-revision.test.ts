import { expect } from 'chai';
import { definitionOf, plannedIn } from '../preflight/look-ahead';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';
import { exits } from '../run';

describe('a revision that is there already', () => {
  let fixture: ServiceFixture;
  let before: number;
  /** web:1 runs v1, web:2 runs v2 with a value, web:3 runs v1 once more; the service runs web:3. */
  beforeEach(async () => {
    fixture = await openServiceFixture();
    await fixture.deploy({ env: { ECS_CD_ENV_MODE: 'second' } });
    await fixture.deploy({ env: { DOCKER_TAG: 'v1', ECS_CD_ENV_MODE: 'third' } });
    expect(fixture.aws.truth('web').taskDefinition).to.equal('web:3');
    before = fixture.changes().length;
  });
  afterEach(() => fixture.close());

  const to = (ECS_CD_TO: string, more = {}) => fixture.deploy({ env: { ECS_CD_TO, ...more } });
  const changes = () => fixture.changes().slice(before);
  const imageOf = (tag: string) =>
    `${fixture.env['REPOSITORY_URL'] ?? ''}@${fixture.aws.world.imageDigest('team/web', tag) ?? ''}`;

  it('is deployed as it is: nothing is registered, and its own image is verified', async () => {
    const env = { DOCKER_TAG: 'no-such-tag', STAGE: 'other', ECS_CD_ENV_MODE: 'x', ECS_CD_CPU: '1024' };
    const { log } = await exits(0, to('web:2', env));
    expect(changes()).to.deep.equal(['UpdateService']);
    expect(fixture.aws.truth('web')).to.include({ taskDefinition: 'web:2', healthyCount: 2 });
    expect(log)
      .to.contain(`image       ${imageOf('v2')} is `)
      .and.contain(', which web:2 runs')
      .and.match(/^base +web:2 differs from web:3, which the service runs: containerDefinitions[.]web[.]/m)
      .and.contain('web:2 is deployed as it is (ECS_CD_TO), without STAGE and values of this job')
      .and.not.contain('awslogs-stream-prefix becomes')
      .and.not.match(/^values/m);
  });

  it('is looked ahead at in a plan, which says what it changes', async () => {
    const { log, file, changes: changed } = await plannedIn(fixture, { ECS_CD_TO: 'web:2', STAGE: 'other' });
    expect(changed).to.deep.equal([]);
    expect(file).to.deep.include({ verdict: 'changes', from: 'web:3', to: { revision: 'web:2' } });
    expect(file?.image.reference).to.equal(imageOf('v2'));
    expect(file?.differences.map(({ path, cause }) => [path.join('.'), cause['kind']])).to.deep.equal([
      ['containerDefinitions.web.image', 'image'],
      ['containerDefinitions.web.environment.MODE', 'revision'],
    ]);
    expect(log).to.contain('would update web from web:3 to web:2');
  });

  it('goes back to what served before when it fails, and is found again where it serves', async () => {
    fixture.newTasks({ kind: 'crash', exitCode: 1 });
    await exits(6, to('web:2'));
    expect(fixture.aws.truth('web').taskDefinition).to.equal('web:3');
    const again = await to('web:3');
    expect(again.log).to.contain('none needed: web:3 is what the service runs');
    expect(changes()).to.not.include('RegisterTaskDefinition');
  });

  it('has its tag looked up once, where it names no digest', async () => {
    const { world } = fixture.aws;
    const image = `${fixture.env['REPOSITORY_URL'] ?? ''}:v2`;
    world.registerTaskDefinition({ ...definitionOf(fixture, { image }), family: 'web' });
    const called = fixture.aws.calls.length;
    const { log } = await exits(0, to('web:4'));
    expect(log).to.contain(
      `image       ${image} is ${world.imageDigest('team/web', 'v2') ?? ''}, which web:4 runs`,
    );
    const looks = fixture.aws.calls.slice(called).filter(({ operation }) => operation === 'BatchGetImage');
    expect(looks).to.have.lengthOf(1);
  });

  it('is refused where it cannot serve: deregistered, its image gone, or none of the repository', async () => {
    const { world } = fixture.aws;
    world.deregisterTaskDefinition('web:1');
    world.deleteImage('team/web', 'v2');
    world.registerTaskDefinition({ ...definitionOf(fixture, { image: 'nginx:1' }), family: 'web' });
    for (const [revision, said] of [
      ['web:1', 'web:1 (ECS_CD_TO) is INACTIVE, not ACTIVE; nothing was changed'],
      ['web:2', 'in ECR, which web:2 runs; nothing was changed'],
      ['web:4', 'web:4 (ECS_CD_TO) runs nginx:1 in web, not one image of'],
      ['web:9', 'web:9 (ECS_CD_TO) does not exist; nothing was changed'],
    ] as const) {
      const { log } = await exits(3, to(revision));
      expect(log.replaceAll(/\s+/g, ' ')).to.contain(said);
    }
    expect(changes()).to.deep.equal([]);
  });

  it('is refused before AWS is asked where it is of another family, or several services would get it', async () => {
    const called = fixture.aws.calls.length;
    for (const [revision, env, said] of [
      ['api:1', {}, 'api:1 belongs to another family than web (TASK_FAMILY)'],
      ...['web:1', 'web:1,api:1'].map(
        (revisions) =>
          [
            revisions,
            { SERVICE_NAME: 'web,api', TASK_FAMILY: 'web,api' },
            'ECS_CD_TO is for one service, and SERVICE_NAME names several',
          ] as const,
      ),
    ] as const) {
      const { log } = await exits(2, to(revision, env));
      expect(log.replaceAll(/\s+/g, ' ')).to.contain(said);
    }
    expect(fixture.aws.calls).to.have.lengthOf(called);
  });
});
