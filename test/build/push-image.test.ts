import { expect } from 'chai';
import { handlerByTurns } from '../patience';
import { commits, forEachTest, type BuildFixture } from './build-fixture';
import { exits } from '../run';

let fixture: BuildFixture;

const put = (revision: string) => fixture.aws.world.putImage('team/app', 'v1', { revision });
const when = 'pushing\n';
const digestLine = (digest: string) => `v1: digest: ${digest} size: 528`;
const otherDigest = `sha256:${'0'.repeat(64)}`;

describe('a build that fails', () => {
  forEachTest((opened) => (fixture = opened));
  it('ends as build-failed with the exit code of the engine, and pushes nothing', async () => {
    fixture.onCommand('build', `echo 'COPY failed: no source files' >&2; exit 17`);
    const { exitCode, log, stderr } = await fixture.build();
    expect(exitCode).to.equal(4);
    expect(log).to.contain('COPY failed: no source files');
    expect(stderr).to.contain('Docker 28.0.0 could not build team/app:v1: COPY failed: no source files');
    expect(fixture.calls().map(({ command }) => command)).not.to.include('push');
  });

  it('repeats no half of a secret where a long line of its step is cut', async () => {
    const secret = 'glcbt-64_Qm9yZWRvbVRlc3RUb2tlbg';
    const [step, line] = ['RUN curl', `${'-'.repeat(184)}${secret}`];
    fixture.onCommand('build', `echo 'Step 2/2 : ${step}'; echo '${line}'; echo 'ERROR: no'; exit 1`);
    const { exitCode, stderr } = await fixture.build({ CI_JOB_TOKEN: secret });
    expect(exitCode).to.equal(4);
    expect(stderr).to.contain('its output ends with: -').and.not.contain(secret.slice(0, 12));
  });

  it('says when something killed it', async () => {
    fixture.onCommand('build', 'kill -KILL $$');
    const { exitCode, stderr } = await fixture.build();
    expect(exitCode).to.equal(4);
    expect(stderr).to.contain('ended by SIGKILL').and.contain('more memory');
  });
});

describe('a push that fails', () => {
  forEachTest((opened) => (fixture = opened));
  it("ends as push-failed with the registry's last words", async () => {
    fixture.onCommand('push', `echo 'a1: Preparing'; echo 'denied: User is not authorized' >&2; exit 1`);
    const { exitCode, stderr } = await fixture.build();
    expect(exitCode).to.equal(5);
    expect(stderr).to.contain('denied: User is not authorized').and.contain('allow ecr:');
  });

  it('ends as push-failed when the registry refuses the login already', async () => {
    fixture.onCommand('login', `echo 'Error response from daemon: login attempt failed: 400' >&2; exit 1`);
    const { exitCode, stderr } = await fixture.build();
    expect(exitCode).to.equal(5);
    expect(stderr)
      .to.contain(`could not log in to ${fixture.aws.registry}`)
      .and.contain('login attempt failed');
  });

  /** Fails the first times with these words, then pushes. */
  const failingFirst = (times: number, words: string) =>
    fixture.onCommand(
      'push',
      `for n in $(seq ${times}); do
        [ -e "$here/failed-$n" ] || { touch "$here/failed-$n"; echo '${words}' >&2; exit 1; }
      done
      echo pushing`,
    );
  const commands = () => fixture.calls().map(({ command }) => command);

  it('is tried again where the registry broke off, and is none when it comes through', async () => {
    failingFirst(2, 'unexpected EOF');
    const { log } = await exits(0, fixture.build({}, { when, then: () => put(commits.ours) }));
    expect(commands()).to.deep.equal(['version', 'login', 'build', 'push', 'push', 'push']);
    expect(log).to.contain('the push was interrupted; trying again in 2 s');
  });

  it('asks for another run when the registry breaks off every time', async () => {
    fixture.onCommand('push', `echo 'received unexpected HTTP status: 503 Service Unavailable' >&2; exit 1`);
    await exits(75, fixture.build());
    expect(commands().filter((command) => command === 'push')).to.have.length(4);
  });

  it('is pushed on after another login where the first has expired, once', async () => {
    const words = 'denied: Your authorization token has expired. Reauthenticate and try again.';
    failingFirst(1, words);
    await exits(0, fixture.build({}, { when, then: () => put(commits.ours) }));
    expect(commands()).to.deep.equal(['version', 'login', 'build', 'push', 'login', 'push']);
    fixture.onCommand('push', `echo '${words}' >&2; exit 1`);
    const again = await exits(5, fixture.build({ DOCKER_TAG: 'v2' }));
    expect(again.stderr).to.contain('the registry login has expired');
    expect(commands().slice(6)).to.deep.equal(['version', 'login', 'build', 'push', 'login', 'push']);
  });

  it('is none when another job of the same commit was faster', async () => {
    fixture.onCommand('push', `echo pushing; echo 'tag invalid: the tag is immutable' >&2; exit 1`);
    const { exitCode, log } = await fixture.build({}, { when, then: () => void put(commits.ours) });
    expect(exitCode).to.equal(0);
    expect(log)
      .to.contain('which another job pushed')
      .and.contain(fixture.aws.world.imageDigest('team/app', 'v1'));
  });

  it('stays one when another commit was faster', async () => {
    fixture.onCommand('push', `echo pushing; echo 'tag invalid: the tag is immutable' >&2; exit 1`);
    const { exitCode, stderr } = await fixture.build({}, { when, then: () => void put(commits.theirs) });
    expect(exitCode).to.equal(5);
    expect(stderr).to.contain('tag invalid').and.contain('use another DOCKER_TAG');
  });

  it('stays one when ECR cannot be asked any more', async () => {
    fixture.onCommand('push', `echo 'denied: no' >&2; exit 1`);
    fixture.aws.faults.add({ operation: 'BatchGetImage', kind: 'access-denied', after: 1, times: 9 });
    const { exitCode, stderr } = await fixture.build();
    expect(exitCode).to.equal(5);
    expect(stderr).to.contain('denied: no');
  });
});

describe('a push that the engine calls successful', () => {
  forEachTest((opened) => (fixture = opened));
  it('is believed only when ECR names the digest that the engine pushed', async () => {
    fixture.onCommand('push', `echo pushing; echo '${digestLine(otherDigest)}'`);
    const { exitCode, stderr } = await fixture.build({}, { when, then: () => void put(commits.ours) });
    expect(exitCode).to.equal(5);
    expect(stderr)
      .to.contain(fixture.aws.world.imageDigest('team/app', 'v1'))
      .and.contain(otherDigest)
      .and.contain('another job uses the same tag');
  });

  it('is believed only when that image carries our commit', async () => {
    const { exitCode, stderr } = await fixture.build({}, { when, then: () => void put(commits.theirs) });
    expect(exitCode).to.equal(5);
    expect(stderr).to.contain(`is the image of commit ${commits.theirs} and not of ${commits.ours}`);
  });

  it('is believed only when ECR holds the image', async () => {
    const { exitCode, stderr } = await fixture.build();
    expect(exitCode).to.equal(5);
    expect(stderr).to.contain(`ECR has no ${fixture.repositoryUrl}:v1`);
  });

  it('may take ECR a moment to show', async () => {
    const { clock } = fixture.aws;
    const sleeping: typeof clock.sleep = async (milliseconds, signal) => {
      if (!fixture.aws.world.imageDigest('team/app', 'v1')) put(commits.ours);
      return clock.sleep(milliseconds, signal);
    };
    const { exitCode } = await fixture.build({}, { clock: { ...clock, sleep: sleeping } });
    expect(exitCode).to.equal(0);
  });
});

describe('a build without AWS', () => {
  forEachTest((opened) => (fixture = opened));
  for (const kind of ['throttle', 'server-error', 'refuse'] as const) {
    it(`asks for another run when ECR meets every question with "${kind}"`, async () => {
      fixture.aws.faults.add({ operation: 'BatchGetImage', kind, times: 99 });
      const { exitCode, stderr } = await fixture.build();
      expect(exitCode).to.equal(75);
      expect(stderr).to.contain(`look up ${fixture.repositoryUrl}:v1 in ECR`);
    });
  }

  for (const kind of ['hang', 'half-reply'] as const) {
    it(`asks for another run when ECR's answers never come to an end (${kind})`, async () => {
      fixture.aws.faults.add({ operation: 'BatchGetImage', kind, times: 99 });
      const { exitCode } = await fixture.build({}, { wire: { requestHandler: handlerByTurns(fixture.aws) } });
      expect(exitCode).to.equal(75);
    });
  }

  it('asks for another run rather than guess whose image a tag names', async () => {
    put(commits.theirs);
    for (const operation of ['GetDownloadUrlForLayer', 'DescribeRepositories']) {
      fixture.aws.faults.clear();
      fixture.aws.faults.add({ operation, kind: 'server-error', times: 99 });
      expect((await fixture.build()).exitCode).to.equal(75);
    }
    expect(fixture.calls()).to.deep.equal([]);
  });

  it('goes on over a moment of throttling', async () => {
    put(commits.ours);
    fixture.aws.faults.add({ operation: 'BatchGetImage', kind: 'throttle', times: 2 });
    expect((await fixture.build()).exitCode).to.equal(0);
  });

  it('is rejected with expired credentials', async () => {
    fixture.aws.faults.add({ operation: 'BatchGetImage', kind: 'expired-token', times: 99 });
    const { exitCode, stderr } = await fixture.build();
    expect(exitCode).to.equal(3);
    expect(stderr).to.contain('have expired');
  });

  it('is rejected without the repository, by the name of the variable', async () => {
    const REPOSITORY_URL = `${fixture.aws.registry}/team/nothing`;
    const { exitCode, stderr } = await fixture.build({ REPOSITORY_URL });
    expect(exitCode).to.equal(3);
    expect(stderr)
      .to.contain(`REPOSITORY_URL ${REPOSITORY_URL}: ECR has no repository team/nothing`)
      .and.contain('eu-central-1');
  });
});
