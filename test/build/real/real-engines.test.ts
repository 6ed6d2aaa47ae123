import { expect } from 'chai';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../../../runner/subprocess';
import { artifactIn, listedPlatformsOf, platformImagesIn } from '../../../runner/ecr/manifest';
import { openBuildFixture, type BuildFixture } from '../build-fixture';
import { dockerfileWithSecrets, engines, homes, provideShell, type Home } from './real-engines';
import { exits } from '../../run';

/** Of this process alone: it prunes by them, while another test run may build. */
const commits = { ours: randomBytes(20).toString('hex'), theirs: randomBytes(20).toString('hex') };

/** An image that the engine has from another registry. */
const elsewhere = '127.0.0.1:1/team/app:v1';

/** What makes SBOMs for BuildKit, from Docker Hub. */
const scanner = 'docker/buildkit-syft-scanner:stable-1';

const [simulated = ''] = Object.keys(homes);

/** Each engine with each registry that is here. */
const pairs = Object.entries(engines).flatMap(([name, environment]) =>
  Object.entries(homes).map(([where, open]) => ({ name, environment, where, open })),
);

for (const { name, environment, where, open } of pairs) {
  describe(`a build with ${name} itself, pushed to ${where},`, function () {
    const pulled: string[] = [];
    let fixture: BuildFixture;
    let home: Home;
    let engine: Readonly<Record<string, string | undefined>>;

    before(async function () {
      const here = await environment();
      if (!here) return this.skip();
      engine = { ...here, ECS_CD_ENGINE: name };
    });
    beforeEach(async function () {
      fixture = await openBuildFixture();
      const opened = await open(fixture);
      if (!opened) return this.skip();
      home = opened;
      // A tag of its own keeps the engine's memory of earlier runs out.
      writeFileSync(path.join(fixture.project, 'app/hello'), String(process.hrtime.bigint()));
      writeFileSync(
        path.join(fixture.project, 'app/Dockerfile'),
        'FROM scratch\nCOPY hello /hello\nCMD ["/hello"]\n',
      );
    });
    afterEach(async () => {
      if (home as Home | undefined) await forget();
      await (home as Home | undefined)?.close();
      await fixture.close();
    });
    const onEngine = (...args: string[]) => run({ command: name, args, env: { ...process.env, ...engine } });
    const hasImageStore = async () =>
      (await onEngine('info', '--format', '{{json .DriverStatus}}')).stdout.includes('io.containerd');
    const forget = async () => {
      const local = name === 'podman' ? 'localhost/team/app:v1' : 'team/app:v1';
      const names = [`${home.repositoryUrl}:v1`, local, elsewhere, ...pulled.splice(0)];
      await onEngine('rmi', '--force', ...names);
      for (const commit of Object.values(commits)) {
        const label = `label=org.opencontainers.image.revision=${commit}`;
        await onEngine('image', 'prune', '--force', '--filter', label);
      }
    };
    const build = (env = {}) => {
      const { repositoryUrl: REPOSITORY_URL, endpoint } = home;
      const given = { ...engine, REPOSITORY_URL, CI_COMMIT_SHA: commits.ours, ...env };
      return fixture.build(given, { endpoint });
    };
    const dotenv = () => readFileSync(path.join(fixture.project, 'ecs-cd.env'), 'utf8');
    const digest = async (tag = 'v1') => (await home.manifestOf(tag))?.digest ?? 'none';
    const manifest = async (tag = 'v1') => (await home.manifestOf(tag))?.text ?? '';

    it('pushes what it built, and uses it again for the same commit', async () => {
      await exits(0, build());
      const pushed = await digest();
      expect(dotenv()).to.contain(`ECS_CD_IMAGE=${home.repositoryUrl}@${pushed}\n`);
      const again = await build();
      expect(again.log).to.contain(`ECR held the image of commit ${commits.ours} already`);
      expect(await digest()).to.equal(pushed);
    });

    it('moves the tag for another commit, though an image of the same name from elsewhere is here', async function () {
      if (where !== simulated) this.skip();
      await onEngine('build', '--tag', elsewhere, path.join(fixture.project, 'app'));
      await exits(0, build());
      const before = await digest();
      await exits(0, build({ CI_COMMIT_SHA: commits.theirs }));
      expect(await digest()).not.to.equal(before);
      expect(dotenv()).to.contain(await digest());
    });

    it('ends as build-failed over a Dockerfile that cannot be built', async function () {
      if (where !== simulated) this.skip();
      writeFileSync(path.join(fixture.project, 'app/Dockerfile'), 'FROM scratch\nCOPY nothing /nothing\n');
      expect((await build()).exitCode).to.equal(4);
    });

    it('ends as push-failed when the registry refuses', async function () {
      if (where !== simulated) this.skip();
      fixture.aws.world.registryFaults.add({ action: 'PutImage', kind: 'access-denied', times: 99 });
      const { exitCode, stderr } = await build();
      expect(exitCode).to.equal(5);
      expect(stderr)
        .to.match(/not authorized|403 Forbidden/)
        .and.contain('ecr:PutImage');
    });

    it('builds for several platforms, and uses that again', async function () {
      if (name === 'docker' && !(await hasImageStore())) this.skip();
      const env = { ECS_CD_PLATFORM: 'linux/amd64,linux/arm64' };
      await exits(0, build(env));
      expect(dotenv()).to.contain(`ECS_CD_IMAGE_DIGEST=${await digest()}\n`);
      const platforms = listedPlatformsOf(await manifest());
      expect(platforms!.map(({ architecture }) => architecture)).to.have.members(['amd64', 'arm64']);
      expect((await build(env)).log).to.contain(`ECR held the image of commit ${commits.ours} already`);
      expect((await build({ ...env, CI_COMMIT_SHA: commits.theirs })).exitCode).to.equal(0);
    });

    it('pushes where no tag can move, an image and an index', async function () {
      if (where !== simulated) this.skip();
      const REPOSITORY_URL = fixture.aws.world.createRepository('team/fixed', { mutability: 'IMMUTABLE' });
      const { stdout: version } = await onEngine('version', '--format', '{{.Server.Version}}');
      const canIndex = name !== 'docker' || (!/^(?:1|2[0-8])/.test(version) && (await hasImageStore()));
      for (const platforms of [['linux/amd64'], ...(canIndex ? [['linux/amd64', 'linux/arm64']] : [])]) {
        const DOCKER_TAG = `for-${platforms.length}`;
        pulled.push(`${REPOSITORY_URL}:${DOCKER_TAG}`);
        const { exitCode, log } = await build({
          REPOSITORY_URL,
          DOCKER_TAG,
          ECS_CD_PLATFORM: String(platforms),
        });
        expect(exitCode, log).to.equal(0);
      }
    });

    it('pushes an SBOM and the provenance beside the image, and uses that again', async function () {
      if (name !== 'docker' || !(await hasImageStore())) this.skip();
      if ((await onEngine('pull', scanner)).exitCode !== 0) this.skip();
      const env = { ECS_CD_ATTESTATIONS: 'on', ECS_CD_BUILD_ARG_VERSION: 'secret of the argument' };
      await exits(0, build(env));
      const { manifests } = JSON.parse(await manifest()) as { manifests: { digest: string }[] };
      expect(platformImagesIn({ digest: '', manifest: await manifest() })).to.have.length(1);
      const attested = (await home.manifestOf(manifests[1]!.digest))?.text;
      expect(attested).to.contain('https://slsa.dev/provenance').and.contain('https://spdx.dev/Document');
      expect((await build(env)).log).to.contain(`ECR held the image of commit ${commits.ours} already`);
    });

    it('keeps the layers of a build for the next one, on a daemon that knows nothing of it', async function () {
      if (name !== 'docker') this.skip();
      const dockerfile = 'FROM scratch\nCOPY hello /hello\nCOPY Dockerfile /own\n';
      const env = { ECS_CD_BUILD_CACHE: 'on' };
      for (const [commit, more] of [commits.ours, commits.theirs].entries()) {
        writeFileSync(path.join(fixture.project, 'app/Dockerfile'), `${dockerfile}# ${more}\n`);
        const { log } = await exits(0, build({ ...env, CI_COMMIT_SHA: more }));
        // What is taken from the cache is pulled, now or when it is needed.
        const cached = artifactIn(await manifest('build-cache'));
        expect(cached).to.be.oneOf([undefined, 'application/vnd.buildkit.cacheconfig.v0']);
        const isTaken = /COPY hello \/hello\n(?:.*\n){0,2}?.*(?:CACHED|extracting|pulling)/.test(log);
        expect(isTaken, log).to.equal(commit === 1);
        await onEngine('builder', 'prune', '--all', '--force');
        await onEngine('rmi', '--force', `${home.repositoryUrl}:build-cache`);
        await forget();
      }
    });

    it('hands over arguments, secrets and a key, and none of the secrets stays in image, log or folder', async function () {
      if (where !== simulated) this.skip();
      const file = path.join(fixture.home, 'project.tmp/ECS_CD_BUILD_SECRET_npmrc');
      mkdirSync(path.dirname(file));
      writeFileSync(file, 'canary-of-the-file');
      const key = path.join(fixture.home, 'key');
      await run({
        command: 'ssh-keygen',
        args: ['-q', '-t', 'ed25519', '-N', '', '-f', key],
        env: process.env,
      });
      provideShell(path.join(fixture.project, 'app'));
      const dockerfile = path.join(fixture.project, 'web.Dockerfile');
      writeFileSync(dockerfile, dockerfileWithSecrets);
      const { exitCode, log } = await build({
        ECS_CD_DOCKERFILE: 'web.Dockerfile',
        ECS_CD_BUILD_TARGET: 'web',
        ECS_CD_BUILD_ARG_VERSION: 'version of the argument',
        ECS_CD_BUILD_SECRET_TOKEN: 'canary-of-the-value',
        ECS_CD_BUILD_SECRET_npmrc: file,
        ECS_CD_BUILD_SSH: key,
        ECS_CD_ALSO_TAG: 'latest',
      });
      expect(exitCode, log).to.equal(0);
      expect(await digest('latest')).to.equal(await digest());
      const archive = path.join(fixture.home, 'image.tar');
      await onEngine('save', '--output', archive, `${home.repositoryUrl}:v1`);
      const image = readFileSync(archive, 'latin1');
      expect(image).to.contain('version of the argument').and.not.contain('canary');
      expect(log).to.contain('[MASKED]').and.not.contain('canary').and.not.contain('uses ARG');
      expect(readdirSync(fixture.temporary)).to.deep.equal([]);
    });

    it("takes a base image from the same registry, which the user's own logins do not open", async () => {
      await exits(0, build());
      await forget();
      const reference = `${home.repositoryUrl}@${await digest()}`;
      pulled.push(reference);
      const dockerfile = `FROM ${reference}\nCOPY hello /again\n`;
      writeFileSync(path.join(fixture.project, 'app/Dockerfile'), dockerfile);
      await exits(0, build({ CI_COMMIT_SHA: commits.theirs }));
    });
  });
}
