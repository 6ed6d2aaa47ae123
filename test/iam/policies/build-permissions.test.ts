import { expect } from 'chai';
import { permissions } from '../../../runner/iam/permissions';
import { commits, openBuildFixture, type BuildFixture } from '../../build/build-fixture';
import { digestOf } from '../../simulator/ecr/images/manifest';
import { dockerManifest, registryClient } from '../../simulator/registry/registry-client';
import { smallImage } from '../../simulator/ecr/images/small-image';
import { registryRequestsOf, requestsOf } from '../authorizations';
import { deniedBy, reachOf, unusedIn } from '../least-privilege';
import { printedPolicy, shopNames } from '../printed';
import { exits } from '../../run';

describe('the policy that is printed for build', () => {
  let fixture: BuildFixture;
  beforeEach(async () => {
    fixture = await openBuildFixture();
  });
  afterEach(() => fixture.close());

  /** What an engine asks of the registry when it pushes: is the layer there, a layer in parts, the manifest. */
  async function pushAsAnEngine(tag: string): Promise<void> {
    const { ask, startUpload } = registryClient(fixture.aws);
    const { blobs, manifest } = smallImage({ revision: commits.ours });
    for (const blob of blobs) {
      const digest = digestOf(blob);
      await ask('HEAD', `/v2/team/app/blobs/${digest}`);
      const location = await startUpload('team/app');
      const part = await ask('PATCH', location, { body: Uint8Array.from(blob) });
      await ask('PUT', `${part.headers.get('location') ?? location}?digest=${digest}`);
    }
    const headers = { 'content-type': dockerManifest };
    const put = await ask('PUT', `/v2/team/app/manifests/${tag}`, { body: manifest, headers });
    expect(put.status).to.equal(201);
  }

  /** A build in which the engine pushes as soon as the runner waits for the image. */
  async function build(tag: string): Promise<void> {
    const { clock } = fixture.aws;
    const sleep: typeof clock.sleep = async (milliseconds, signal) => {
      const held = fixture.aws.world.imageDigest('team/app', tag);
      if (!held) await pushAsAnEngine(tag);
      await clock.sleep(milliseconds, signal);
    };
    await exits(tag === 'taken' ? 5 : 0, fixture.build({ DOCKER_TAG: tag }, { clock: { ...clock, sleep } }));
  }

  it('allows what a build and its push ask for, nothing more, and nothing of it on anything else', async () => {
    await build('v1');
    await build('v1');
    // An image of another commit under the tag: may it be moved?
    fixture.aws.world.putImage('team/app', 'taken', { revision: commits.theirs });
    await build('taken');
    // A repository that is missing: does ECR create it on a push?
    const REPOSITORY_MISSING = fixture.repositoryUrl.replace('team/app', 'team/none');
    expect((await fixture.build({ REPOSITORY_URL: REPOSITORY_MISSING })).exitCode).to.equal(3);
    const { calls, world } = fixture.aws;
    const requests = [...requestsOf(calls), ...registryRequestsOf(world.registryRequests)].filter(
      ({ resource }) => !resource?.endsWith('team/none'),
    );
    const REPOSITORY_URL = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/app';
    const policy = await printedPolicy('build', { ...shopNames, REPOSITORY_URL });
    expect(deniedBy(policy, requests)).to.deep.equal([]);
    expect(unusedIn(policy, requests)).to.deep.equal([]);
    expect(reachOf(policy, requests)).to.deep.equal([]);
    const rows = permissions.filter(
      // Those of a chained role, of signing and of a new repository are for whoever asks for them.
      ({ commands, action }) =>
        commands.includes('build') && !/AssumeRole|Sign|CreateRepository$|PutLifecycle|kms:/.test(action),
    );
    expect([...new Set(requests.map(({ action }) => action))]).to.have.members(
      rows.map(({ action }) => action),
    );
  });

  it('allows to create the repository with its key, through ECR alone, where that is asked for', async () => {
    const names = {
      REPOSITORY_URL: fixture.repositoryUrl.replace('team/app', 'team/new'),
      ECS_CD_CREATE_REPOSITORY: 'on',
      ECS_CD_KMS_KEY_ARN: 'arn:aws:kms:eu-central-1:123456789012:key/1234abcd',
    };
    await fixture.build(names);
    const requests = requestsOf(fixture.aws.calls);
    const REPOSITORY_URL = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/new';
    const policy = await printedPolicy('build', { ...shopNames, ...names, REPOSITORY_URL });
    expect(deniedBy(policy, requests)).to.deep.equal([]);
    expect(reachOf(policy, requests)).to.deep.equal([]);
    const isNew = ({ Sid }: { readonly Sid: string }) => Sid === 'NewRepository' || Sid === 'KmsKey';
    expect(unusedIn({ ...policy, Statement: policy.Statement.filter(isNew) }, requests)).to.deep.equal([]);
  });
});
