import { expect } from 'chai';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';
import { planned, plannedIn } from './look-ahead';

const targetGroupArn = 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/web/1';
const loadBalancers = [{ targetGroupArn, containerName: 'web', containerPort: 8080 }];
const configuration = { bakeTimeInMinutes: 20 };

describe('the time that ECS takes on purpose', () => {
  let fixture: ServiceFixture;
  afterEach(() => fixture.close());

  it('is in the log of a deployment, and of a plan, with how long old tasks drain', async () => {
    fixture = await openServiceFixture({ configuration, service: { loadBalancers } });
    fixture.aws.world.setDeregistrationDelay(targetGroupArn, 120);
    const words =
      /^takes +20 min by the service's configuration: 20 min of bakeTimeInMinutes, and up to 2 min until old/m;
    expect((await plannedIn(fixture)).log).to.match(words);
    expect((await fixture.deploy({ env: { ECS_CD_TIMEOUT: '40m' } })).log).to.match(words);
  });

  it('is not told where nothing would be deployed, or nothing takes any', async () => {
    fixture = await openServiceFixture({ configuration });
    expect((await plannedIn(fixture, { DOCKER_TAG: 'v1' })).log).to.not.match(/^takes/m);
    expect((await planned({})).log).to.not.match(/^takes/m);
  });

  it('is warned of where GitLab ends the job before', async () => {
    fixture = await openServiceFixture({ configuration });
    const after = (CI_JOB_TIMEOUT: string) =>
      fixture.deploy({ env: { CI_JOB_TIMEOUT, ECS_CD_ROLLBACK: 'off', ECS_CD_TIMEOUT: '30s' } });
    expect((await after('1200')).log.replaceAll(/\s+/g, ' ')).to.contain(
      'GitLab ends this job after 20 min, and the deployment may take 20 min',
    );
    await fixture.close();
    fixture = await openServiceFixture({ configuration });
    expect((await after('1201')).log).to.not.contain('GitLab ends this job');
  });

  it('is warned of by no plan: its job is another one', async () => {
    fixture = await openServiceFixture({ configuration });
    expect((await plannedIn(fixture, { CI_JOB_TIMEOUT: '60' })).log).to.not.contain('GitLab ends this job');
  });
});
