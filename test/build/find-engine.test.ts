import { expect } from 'chai';
import { findEngine } from '../../runner/build/find-engine-process';
import { forEachTest, type BuildFixture } from './build-fixture';

let fixture: BuildFixture;

const silent = `echo 'Cannot connect to the Docker daemon' >&2; echo '{"Server": null}'; exit 1`;
const engines = () => fixture.calls().map(({ engine, command }) => `${engine} ${command}`);

describe('the container engine', () => {
  forEachTest((opened) => (fixture = opened));
  it('is Docker where its daemon answers', async () => {
    fixture.onCommand('info', 'echo 5.0.0', 'podman');
    fixture.onCommand('build', 'exit 1');
    const { log } = await fixture.build();
    expect(log).to.contain('with Docker 28.0.0');
    expect(engines()).to.deep.equal(['docker version', 'docker login', 'docker build']);
  });

  it('is Podman where Docker has a command but no daemon', async () => {
    fixture.onCommand('version', silent);
    fixture.onCommand('info', 'echo 5.0.0', 'podman');
    fixture.onCommand('login', 'exit 0', 'podman');
    fixture.onCommand('build', 'exit 1', 'podman');
    const { log } = await fixture.build();
    expect(log).to.contain('with Podman 5.0.0');
  });

  for (const [what, answer, said] of [
    ["Podman's imitation", '{"Client": {"Version": "5.0.0"}}', 'it answers, but not as Docker'],
    ['something else of that name', 'hello', 'hello'],
  ] as const)
    it(`is not Docker where the command is ${what}`, async () => {
      fixture.onCommand('version', `echo '${answer}'`);
      const { exitCode, stderr } = await fixture.build({ ECS_CD_ENGINE: 'docker' });
      expect(exitCode).to.equal(3);
      expect(stderr).to.contain(said);
    });

  it('is the one that ECS_CD_ENGINE names, and no other', async () => {
    fixture.onCommand('info', 'exit 1', 'podman');
    const { exitCode } = await fixture.build({ ECS_CD_ENGINE: 'podman' });
    expect(exitCode).to.equal(3);
    expect(engines()).to.deep.equal(['podman info']);
  });

  it('is missed with what each one said and how to provide it', async () => {
    fixture.onCommand('version', silent);
    const { exitCode, stderr } = await fixture.build();
    expect(exitCode).to.equal(3);
    expect(stderr)
      .to.match(/docker.*Cannot connect to the Docker daemon/s)
      .and.match(/docker:dind.*DOCKER_HOST/s)
      .and.match(/podman.*there is no such command/s);
  });

  it('may start later than the job where DOCKER_HOST names it', async () => {
    fixture.onCommand(
      'version',
      `[ -e "$here/calls/2" ] || { ${silent}; }\necho '{"Server": {"Version": "28.0.0"}}'`,
    );
    fixture.onCommand('build', 'exit 1');
    const before = fixture.aws.clock.now();
    const { log } = await fixture.build({ DOCKER_HOST: 'tcp://docker:2376' });
    expect(log)
      .to.contain('waiting for the Docker daemon at tcp://docker:2376: Cannot connect')
      .and.contain('with Docker');
    expect(fixture.aws.clock.now() - before).to.equal(6_000);
  });

  it('is waited for half a minute and no longer', async () => {
    fixture.onCommand('version', silent);
    const before = fixture.aws.clock.now();
    const { exitCode } = await fixture.build({ DOCKER_HOST: 'tcp://docker:2376', ECS_CD_ENGINE: 'docker' });
    expect(exitCode).to.equal(3);
    expect(fixture.aws.clock.now() - before).to.equal(30_000);
  });

  it('is not waited for where there is not even a command', async () => {
    const before = fixture.aws.clock.now();
    const { exitCode } = await fixture.build({ DOCKER_HOST: 'tcp://docker:2376', PATH: '/nowhere' });
    expect(exitCode).to.equal(3);
    expect(fixture.aws.clock.now()).to.equal(before);
  });

  it('that hangs is given up', async () => {
    fixture.onCommand('version', 'exec sleep 60');
    const found = findEngine('docker', {
      env: fixture.env,
      clock: fixture.aws.clock,
      interruption: new AbortController().signal,
      avoid: [],
      onLine: () => undefined,
      onWait: () => undefined,
    });
    await fixture.aws.clock.sleep(10_000);
    const error = await found.catch((caught: unknown) => caught);
    expect(error).to.have.property('verdict', 'rejected');
    expect(error).to.have.nested.property('problems[0].message', 'no answer within 10 s');
  });
});
