import { expect } from 'chai';
import { said } from '../said';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';
import { exits } from '../run';

const older = '1'.repeat(40);
const newer = '2'.repeat(40);
const day = 86_400_000;

/**
 * What GitLab gives to the job of a commit, whether for the first time or by the re-deploy button.
 * What the preflight looks at in ECR is not what is counted here.
 */
const jobOf = (commit: string, tag = commit) => ({
  env: { CI_COMMIT_SHA: commit, DOCKER_TAG: tag, ECS_CD_PREFLIGHT: 'off' },
});

describe('deploying another commit than the one that runs', () => {
  let fixture: ServiceFixture;
  let firstOwnCall: number;
  let olderPushed: string;
  const ecrCalls = () =>
    fixture.aws.calls
      .slice(firstOwnCall)
      .filter(({ service }) => service === 'ecr')
      .map(({ operation }) => operation);
  const push = (tag: string, commit = tag) =>
    fixture.aws.world.putImage('team/web', tag, { revision: commit });
  const digestOf = (tag: string) => fixture.aws.world.imageDigest('team/web', tag) ?? '';
  const runs = () => fixture.aws.truth('web').images['web'] ?? '';

  beforeEach(async () => {
    fixture = await openServiceFixture();
    push(older);
    olderPushed = new Date(fixture.aws.clock.now()).toISOString().slice(0, 16).replace('T', ' ');
    await fixture.deploy(jobOf(older));
    await fixture.aws.clock.sleep(day);
    push(newer);
    firstOwnCall = fixture.aws.calls.length;
  });
  afterEach(() => fixture.close());

  it('names the one that is replaced, and when it was pushed', async () => {
    const { log } = await exits(0, fixture.deploy(jobOf(newer)));
    expect(log).to.match(new RegExp(`^replaces {4}${older} \\(pushed ${olderPushed} UTC\\)$`, 'm'));
    expect(ecrCalls()).to.deep.equal(['BatchGetImage', 'DescribeImages']);
  });

  it('says that it goes back when the older one is deployed again, and runs it by digest', async () => {
    await fixture.deploy(jobOf(newer));
    await fixture.aws.clock.sleep(day);
    const { log } = await exits(0, fixture.deploy(jobOf(older)));
    expect(log).to.match(
      new RegExp(
        `^goes back {3}to ${older} \\(pushed .*\\), from ${newer} \\(pushed .*\\): .* older one$`,
        'm',
      ),
    );
    expect(log).to.contain(`${older} is ${digestOf(older)}`);
    expect(runs()).to.match(new RegExp(`@${digestOf(older)}$`));
  });

  it('asks and says nothing of it when the same image is deployed again', async () => {
    const { log } = await fixture.deploy(jobOf(older));
    expect(log).to.contain(said.nothingToChange).and.not.contain('replaces');
    expect(ecrCalls()).to.deep.equal(['BatchGetImage']);
  });

  it('warns that what runs is no longer in ECR: nothing could start it again', async () => {
    fixture.aws.world.deleteImage('team/web', older);
    const { log } = await exits(0, fixture.deploy(jobOf(newer)));
    expect(log).to.match(/^warning: .*@sha256:.*, which the service runs, is no longer in ECR/m);
  });

  for (const kind of ['access-denied', 'unavailable'] as const) {
    it(`goes on when ECR does not say when they were pushed (${kind}), and says so`, async () => {
      fixture.aws.faults.add({ operation: 'DescribeImages', kind, times: 99 });
      const { log } = await exits(0, fixture.deploy(jobOf(newer)));
      expect(log).to.contain('warning: cannot see when the images were pushed');
      if (kind === 'access-denied') expect(log).to.contain('allow ecr:DescribeImages on');
    });
  }

  describe('by a tag that may name any commit', () => {
    it('warns when it names the image of another commit, and does not call that the commit of the job', async () => {
      await fixture.deploy(jobOf(newer));
      push('latest', newer);
      const { log } = await exits(0, fixture.deploy(jobOf(older, 'latest')));
      expect(log).to.contain(
        `warning: ${fixture.env['REPOSITORY_URL']}:latest is the image of commit ${newer}, and this job is of commit ${older}`,
      );
      expect(log).to.match(
        new RegExp(
          `^happened .*its image is of commit ${newer}, not of ${older}\n(.*\n)*verdict +succeeded`,
          'm',
        ),
      );
    });

    it('says nothing when it is the image of this commit', async () => {
      push('latest', newer);
      const { log } = await fixture.deploy(jobOf(newer, 'latest'));
      expect(log).to.not.contain('is the image of commit').and.not.contain('its image is of commit');
      expect(ecrCalls()).to.deep.equal(['BatchGetImage', 'GetDownloadUrlForLayer', 'DescribeImages']);
    });

    it('says nothing of an image without a commit, and of a job without one', async () => {
      fixture.aws.world.putImage('team/web', 'latest');
      const unlabelled = await fixture.deploy(jobOf(newer, 'latest'));
      const unknown = await fixture.deploy({ env: { DOCKER_TAG: older, CI_COMMIT_SHA: '' } });
      for (const { exitCode, log } of [unlabelled, unknown]) {
        expect(exitCode, log).to.equal(0);
        expect(log).to.not.contain('is the image of commit');
      }
    });

    it('believes a tag that names the commit by its first eight digits, without a look', async () => {
      push(`main-${newer.slice(0, 8)}`, newer);
      const { log } = await fixture.deploy(jobOf(newer, `main-${newer.slice(0, 8)}`));
      expect(log).to.contain('succeeded');
      expect(ecrCalls()).to.not.include('GetDownloadUrlForLayer');
    });

    it('names the permission that it would need, and deploys all the same', async () => {
      push('latest', newer);
      fixture.aws.faults.add({ operation: 'GetDownloadUrlForLayer', kind: 'access-denied', times: 99 });
      const { log } = await exits(0, fixture.deploy(jobOf(older, 'latest')));
      expect(log).to.match(/^warning: cannot read the labels.*allow ecr:GetDownloadUrlForLayer/m);
    });
  });
});
