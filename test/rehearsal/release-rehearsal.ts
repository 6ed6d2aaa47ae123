import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readProject } from '../../.ci/release/project-files';
import { templateImageOf } from '../../.ci/release/template-image';
import { filesWith } from '../ci/release/image-registry';
import { openReleaseGround, type ReleaseGround } from '../ci/release/release-ground';
import type { ContainerEngine } from '../engine/container-engine';
import { docker, tryDocker, withLogin } from '../engine/docker';
import { releaseAssets } from '../release-assets';
import { buildRunnerImage } from '../runner-image/runner-image';
import { startSimulator } from '../simulator/simulator';
import { openConsumer } from './consumer';
import type { Stagehand } from './rehearsal';
import { storyOf, type Step, type Story } from './story';

/** The architectures of a release; this machine builds one. */
const architectures =
  process.arch === 'arm64' ? (['arm64', 'amd64'] as const) : (['amd64', 'arm64'] as const);

/**
 * Plays a whole release on this machine: from base images that are made on the spot to a project that includes the new
 * version. Answers the steps; whatever it started is gone again.
 */
export async function rehearseRelease(
  stagehand: Omit<Stagehand, 'onOutput'>,
  obtain: () => Promise<ContainerEngine>,
): Promise<readonly Step[]> {
  const story = storyOf(stagehand);
  const undo: (() => Promise<void>)[] = [];
  try {
    const engine = await story.step('a container engine', async () => {
      const found = await obtain();
      undo.unshift(() => found.stop());
      return { value: found, seen: found.origin === 'found' ? 'one was running' : 'started one' };
    });
    const ground = await story.step('a scratch copy of the project', async () => {
      const opened = await openReleaseGround();
      undo.unshift(() => opened.close());
      return { value: opened, seen: `${opened.version} in the making, with a remote and two registries` };
    });
    const digest = await playRelease(story, { engine, ground, undo });
    const { image, template } = await story.step('the released template', async () => {
      const { template } = await readProject(ground.project.folder);
      const image = templateImageOf(template);
      expect(image.endsWith(`/runner:${ground.version}@${digest}`), `the template runs ${image}`);
      return { value: { image, template }, seen: `runs ${shortened(image)}` };
    });
    const consumer = await openConsumer({ engine, image, template, password: ground.images.password });
    undo.unshift(() => consumer.close());
    await story.step('a project that includes it: deploy', () => consumer.deploy('1'));
    await story.step('its next commit: deploy', () => consumer.deploy('2'));
    await story.step('a year later: the first job again', () => consumer.deployAgain('1'));
    return story.steps();
  } finally {
    stagehand.say('removing what was started');
    for (const each of undo)
      await each().catch((error: unknown) => stagehand.say(`left behind: ${String(error)}`));
  }
}

interface Parts {
  readonly engine: ContainerEngine;
  readonly ground: ReleaseGround;
  readonly undo: (() => Promise<void>)[];
}

/** From the commit to its version; answers the digest that was tested. */
async function playRelease(story: Story, parts: Parts): Promise<string> {
  const { ground } = parts;
  const { version, images, gitlab } = ground;
  const revision = await ground.sha('HEAD');
  const name = await story.step('the image of the commit', () => builtImage(parts, revision));
  const digest = await story.step('the image, pushed', () => pushedImage(parts, name, revision));
  await story.step('prepare release', async () => {
    await ground.stamp({ push: true });
    const tagged = await ground.project.git('ls-remote', 'origin', `refs/tags/${version}`);
    expect(tagged !== '', `the remote has no tag ${version}`);
    return { value: undefined, seen: 'release commit and tag are on the remote' };
  });
  await story.step('publish', async () => {
    await ground.writeAssets(await bundleText());
    await ground.publish(version);
    expect(images.digestOf(version) === digest, `${version} is not the image that was tested`);
    expect(gitlab.files.size === 3, `${gitlab.files.size} packages and not 3`);
    return { value: undefined, seen: `the tested image is ${version}; ${gitlab.files.size} packages` };
  });
  return digest;
}

const bundleText = async () => readFile((await releaseAssets()).bundle, 'utf8');

/** As `images` of .gitlab-ci.yml builds it, for this machine. */
async function builtImage({ engine, ground, undo }: Parts, revision: string) {
  const bases = await startSimulator();
  undo.unshift(() => bases.close());
  const image = await buildRunnerImage(engine, bases);
  undo.unshift(() => image.remove());
  const { exitCode, lastLines } = await image.rebuild({ VERSION: ground.version, REVISION: revision });
  expect(exitCode === 0, lastLines.join('\n'));
  const name = `${image.name}-again`;
  undo.unshift(() => tryDocker(engine, ['rmi', '--force', name]).then(() => undefined));
  const said = await docker(engine, ['run', '--rm', name, 'ecs-cd', '--version']);
  return { value: name, seen: `built on bases made on the spot; its ecs-cd is ${said}` };
}

/** For both architectures: the other one cannot be built here, and gets the same program. */
async function pushedImage({ engine, ground, undo }: Parts, name: string, revision: string) {
  const { images, project, version } = ground;
  const [own, other] = architectures;
  const repository = `${images.project}/runner`;
  const reference = `${repository}:${own}`;
  await docker(engine, ['tag', name, reference]);
  undo.unshift(() => tryDocker(engine, ['rmi', '--force', reference]).then(() => undefined));
  await withLogin(repository.split('/')[0] ?? '', images.password, (configFolder) =>
    docker(engine, ['push', '--quiet', reference], { configFolder }),
  );
  const labels = {
    'org.opencontainers.image.version': version,
    'org.opencontainers.image.revision': revision,
  };
  const program = filesWith(await bundleText());
  const digests = {
    [own]: images.digestOf(own) ?? '',
    [other]: await images.push(other, labels, [`linux/${other}`], () => program),
  };
  const digest = await images.list(revision, digests);
  const image = { 'containerimage.digest': digest, 'image.name': `${repository}:${revision}` };
  await project.write(path.join('dist', 'images.json'), JSON.stringify({ runner: image }));
  return { value: digest, seen: `${own} as built, ${other} with the same program: ${shortened(digest)}` };
}

const shortened = (reference: string) => reference.replace(/(sha256:.{12}).*/, '$1...');

function expect(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
