import { expect } from 'chai';
import { imageAccount } from '../../../runner/preflight/checks/account';
import { eachFinding } from '../../../runner/preflight/evidence/finding';
import type { PreflightEvidence } from '../../../runner/preflight/evidence/evidence';

const registryOf = (account: string) => `${account}.dkr.ecr.eu-central-1.amazonaws.com`;

/** A service of account 1... that runs the image of one account, and is to get that of another one. */
function found(runs: string, gets: string) {
  const repository = {
    url: `${registryOf(gets)}/web`,
    registry: registryOf(gets),
    name: 'web',
    registryId: gets,
    region: 'eu-central-1',
  };
  const containerDefinitions = [{ name: 'web', image: `${registryOf(runs)}/web:v1` }];
  const finding = imageAccount({
    repository,
    service: { serviceArn: 'arn:aws:ecs:eu-central-1:111111111111:service/main/web' },
    release: {
      choice: { running: { taskDefinition: { containerDefinitions } }, change: { containers: ['web'] } },
    },
  } as unknown as PreflightEvidence);
  return eachFinding(finding);
}

describe('an image from another account', () => {
  it('is warned of where the service has run none from there', () => {
    const [finding, ...others] = found('111111111111', '222222222222');
    expect(others).to.deep.equal([]);
    expect(finding).to.include({ severity: 'warning', subject: 'REPOSITORY_URL' });
    expect(finding?.message).to.contain('in account 222222222222, the service in 111111111111');
  });
  it('is nothing to speak of where all images come from that account', () => {
    expect(found('222222222222', '222222222222')).to.deep.equal([]);
  });
  it('is none when it is the own account', () => {
    expect(found('222222222222', '111111111111')).to.deep.equal([]);
  });
});
