import { expect } from 'chai';
import { goodValues, keyId, openAdoptFixture, outputsJson, secretKey, siteForEach, staging } from './site';

const apply = [...staging, '--apply'];

describe('ecs-cd adopt', () => {
  const site = siteForEach();

  const ready = {
    'REPOSITORY_URL (*)': goodValues.aws_ecr_repository_url,
    'REPOSITORY_NAME (*)': 'web',
    'DOCKER_BUILD_CONTEXT (*)': 'app',
    'TASK_FAMILY (staging)': 'web',
    'SERVICE_NAME (staging)': 'web-staging',
    'CLUSTER_NAME (staging)': 'shop-staging',
    'AWS_DEFAULT_REGION (*)': 'eu-central-1',
    'AWS_ACCESS_KEY_ID (*)': keyId,
    'AWS_SECRET_ACCESS_KEY (*)': secretKey,
  };

  it('only shows what it would set, and says so with an exit code of its own', async () => {
    const { exitCode, stdout, stderr } = await site.adopt(staging);
    expect(exitCode).to.equal(10);
    expect(stdout).to.match(/^ {2}\+ CLUSTER_NAME +staging +"shop-staging"$/m);
    expect(stdout).to.match(/^ {2}\+ AWS_SECRET_ACCESS_KEY +\* +\(secret, masked and hidden\)$/m);
    expect(stderr).to.match(/happened +9 to create; nothing was changed\nfix +pass --apply/);
    expect(stderr).to.match(/verdict +changes \(exit 10\)\n$/);
    expect(site.writes()).to.deep.equal([]);
  });

  it('sets with --apply what deployments read for the environment, and what the build reads for all', async () => {
    const { exitCode, stderr } = await site.adopt(apply);
    expect(exitCode, stderr).to.equal(0);
    expect(site.values()).to.deep.equal(ready);
    expect(stderr).to.match(/happened +the project is ready: 9 to create\nverdict +succeeded/);
  });

  it('sets everything without a scope where no environment is named', async () => {
    await site.adopt(['--apply']);
    expect(site.gitlab.project.variables.map(({ environment_scope }) => environment_scope)).to.deep.equal(
      Array<string>(9).fill('*'),
    );
  });

  it('keeps values as they are: raw, and no secret readable', async () => {
    const folder = `a b/it's $5 "or" so`;
    await site.adopt(apply, { outputs: outputsJson({ docker_build_context: folder }) });
    expect(site.variable('DOCKER_BUILD_CONTEXT')).to.include({ value: folder, masked: false });
    for (const { raw, protected: isProtected } of site.gitlab.project.variables) {
      expect({ raw, isProtected }).to.deep.equal({ raw: true, isProtected: false });
    }
    expect(site.variable('AWS_SECRET_ACCESS_KEY')).to.include({ masked: true, hidden: true });
    expect(site.variable('AWS_ACCESS_KEY_ID')).to.include({ masked: true, hidden: false });
    expect(site.variable('CLUSTER_NAME', 'staging').description).to.equal('from output "cluster_name"');
  });

  it('changes nothing when it runs again', async () => {
    await site.adopt(apply);
    const before = site.writes().length;
    for (const argv of [apply, staging]) {
      const { exitCode, stdout, stderr } = await site.adopt(argv);
      expect(exitCode).to.equal(0);
      expect(stderr).to.match(/happened +the project has what it needs: 9 as they are\n/);
      expect(stdout).to.contain('hidden; taken as the same, because AWS_ACCESS_KEY_ID is');
      expect(stdout).to.not.match(/^ {2}[+~]/m);
    }
    expect(site.writes()).to.have.length(before);
  });

  it('shows an update with both values, and touches nothing else', async () => {
    await site.adopt(apply);
    const before = site.writes().length;
    const { exitCode, stdout } = await site.adopt(apply, { outputs: outputsJson({ cluster_name: 'new' }) });
    expect(exitCode).to.equal(0);
    expect(stdout).to.match(/^ {2}~ CLUSTER_NAME +staging +"shop-staging" -> "new"$/m);
    expect(site.writes().slice(before)).to.deep.equal(['PUT']);
    expect(site.values()).to.deep.equal({ ...ready, 'CLUSTER_NAME (staging)': 'new' });
  });

  it('protects what it sets where asked, and takes no protection away', async () => {
    const { stderr } = await site.adopt([...apply, '--protected']);
    const ofStaging = ['TASK_FAMILY', 'SERVICE_NAME', 'CLUSTER_NAME'];
    const protectedOnes = () =>
      site.gitlab.project.variables.filter((one) => one.protected).map(({ key }) => key);
    expect(protectedOnes()).to.deep.equal(ofStaging);
    expect(stderr).to.contain('what the build reads is shared and not protected for one environment');
    await site.adopt(apply, { outputs: outputsJson({ cluster_name: 'new' }) });
    expect(protectedOnes()).to.deep.equal(ofStaging);
    expect(site.variable('CLUSTER_NAME', 'staging').value).to.equal('new');
    for (const argv of [['--build-scope', '*', ...staging], []]) {
      const all = await site.adopt(['--apply', '--protected', ...argv]);
      expect(all.stderr).to.contain('on other branches ecs-build does not see it');
      expect(all.exitCode).to.equal(0);
    }
    expect(protectedOnes()).to.have.length(site.gitlab.project.variables.length);
  });

  it('leaves STAGE and DOCKER_TAG where they belong, and warns where somebody has not', async () => {
    site.gitlab.project.put({ key: 'STAGE', value: 'staging' });
    const { log } = await site.adopt(staging);
    expect(log).to.contain('DOCKER_TAG is left out: it belongs to the template');
    expect(log).to.contain('STAGE is left out: it belongs in the job');
    expect(log).to.contain('warning: STAGE is set in the project (*) and beats that of every job');
    expect(log).to.match(/^left alone: STAGE \(\*\)$/m);
    for (const name of ['STAGE', 'DOCKER_TAG']) {
      const { exitCode, stderr } = await site.adopt(['--map', `${name}=stage`]);
      expect(exitCode).to.equal(2);
      expect(stderr).to.contain(`${name} belongs`);
    }
  });

  it('takes a role instead of keys, and then leaves the keys out', async () => {
    const role = 'arn:aws:iam::123456789012:role/deploy';
    const outputs = outputsJson({ deploy_role: role });
    const { exitCode } = await site.adopt([...apply, '--map', 'ECS_CD_ROLE_ARN=deploy_role'], { outputs });
    expect(exitCode).to.equal(0);
    expect(site.variable('ECS_CD_ROLE_ARN')).to.include({ value: role, masked: false });
    expect(Object.keys(site.values()).join()).to.not.contain('AWS_ACCESS_KEY_ID');
  });

  it('keeps the keys where the role is mapped to nothing', async () => {
    await site.adopt([...apply, '--map', 'ECS_CD_ROLE_ARN=']);
    expect(Object.keys(site.values()).join()).to.contain('AWS_ACCESS_KEY_ID').and.not.contain('ROLE_ARN');
  });

  it('maps outputs of other names, as options and as a variable, and leaves out what is mapped to nothing', async () => {
    const outputs = outputsJson({
      aws_ecs_service_name: undefined,
      my_service: 'api',
      my_check: 'https://x.io/up',
    });
    const mapped = ['--map', 'SERVICE_NAME=my_service', '--map=REPOSITORY_NAME='];
    await site.adopt([...apply, ...mapped], { outputs });
    expect(site.values())
      .to.include({ 'SERVICE_NAME (staging)': 'api' })
      .and.not.have.property('REPOSITORY_NAME (*)');
    await site.adopt(apply, {
      outputs,
      env: { ECS_CD_MAP: 'SERVICE_NAME=my_service, ECS_CD_HEALTH_CHECK_URL=my_check' },
    });
    expect(site.values()).to.include({ 'ECS_CD_HEALTH_CHECK_URL (staging)': 'https://x.io/up' });
  });

  it('has all that it needs in a GitLab job but the token', async () => {
    const env = {
      ECS_CD_PROJECT: undefined,
      ECS_CD_GITLAB_URL: undefined,
      CI_PROJECT_ID: '42',
      CI_SERVER_URL: site.gitlab.url,
    };
    expect((await site.adopt(apply, { env })).exitCode).to.equal(0);
    const { exitCode, stderr } = await site.adopt(apply, {
      env: { ...env, ECS_CD_GITLAB_TOKEN: undefined, CI_JOB_TOKEN: 'glcbt-64_abcdefgh' },
    });
    expect(exitCode).to.equal(2);
    expect(stderr).to.match(/ECS_CD_GITLAB_TOKEN +is not set/);
  });

  it('leaves no dotenv: there is no job that it hands anything to', async () => {
    expect((await site.adopt(apply)).dotenv).to.deep.equal({});
    expect((await site.adopt(['--nope'])).dotenv).to.deep.equal({});
    expect((await site.adopt(staging, { outputs: 'nonsense' })).dotenv).to.deep.equal({});
  });

  it('names a project in a subgroup correctly in its requests', async () => {
    await site.close();
    Object.assign(site, await openAdoptFixture({ path: 'shop/back-end/web.app' }));
    expect((await site.adopt(apply)).exitCode).to.equal(0);
    expect(site.gitlab.requests[0]?.url).to.contain('/projects/shop%2Fback-end%2Fweb.app/variables');
  });

  it('reads the list of variables to its end', async () => {
    for (let index = 0; index < 250; index += 1)
      site.gitlab.project.put({ key: `OTHER_${index}`, value: 'x' });
    await site.adopt(apply);
    const before = site.writes().length;
    expect((await site.adopt(apply)).exitCode).to.equal(0);
    expect(site.writes()).to.have.length(before);
    const pages = site.gitlab.requests
      .filter(({ method }) => method === 'GET')
      .map(({ url }) => url.slice(-6));
    expect(pages.slice(0, 3)).to.deep.equal(['page=1', 'page=2', 'page=3']);
  });
});
