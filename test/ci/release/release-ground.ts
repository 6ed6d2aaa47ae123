import { createHash } from 'node:crypto';
import { publishRelease } from '../../../.ci/release/publish-release';
import { stampRelease } from '../../../.ci/release/stamp-release';
import { filesWith, openImageRegistry, type Files, type ImageRegistry } from './image-registry';
import { openPackageServer, type PackageServer } from './package-server';
import { createProjectCopy, projectInTheMaking, type ProjectCopy } from './project-copy';

export const bundle = '#!/usr/bin/env node\n// the runner\n';
export const checksumOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** What is said of something that is refused. */
export async function refusalOf(doing: Promise<unknown>): Promise<string> {
  return doing.then(
    () => 'it was not refused',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

/** A project with a version in the making, its remote, its image registry and its packages: what a release needs. */
export interface ReleaseGround {
  readonly project: ProjectCopy;
  readonly images: ImageRegistry;
  readonly gitlab: PackageServer;
  /** The one in the making. */
  readonly version: string;
  readonly said: string[];
  /** The image that was tested for HEAD, and what its job left; answers its digest. */
  pushImage(
    labels?: Readonly<Record<string, string>>,
    platforms?: readonly string[],
    filesOf?: (platform: string) => Files,
  ): Promise<string>;
  stamp(options?: { readonly push: boolean }): Promise<void>;
  /** All that comes before a release is published; answers the digest of its image. */
  stampAndPush(): Promise<string>;
  publish(version: string): Promise<void>;
  /** The assets that the job `package` leaves. */
  writeAssets(text?: string): Promise<void>;
  sha(revision: string): Promise<string>;
  close(): Promise<void>;
}

export async function openReleaseGround(): Promise<ReleaseGround> {
  const [images, gitlab, { texts, version }] = await Promise.all([
    openImageRegistry(),
    openPackageServer(),
    projectInTheMaking(),
  ]);
  const project = await createProjectCopy(texts);
  const said: string[] = [];
  const repository = `${images.project}/runner`;
  const common = {
    folder: project.folder,
    env: { ...project.env, ...images.env },
    repository,
    say: (line: string) => void said.push(line),
  };
  const sha = (revision: string) => project.git('rev-parse', revision);
  const ground: ReleaseGround = {
    project,
    images,
    gitlab,
    version,
    said,
    sha,
    async pushImage(labels = {}, platforms, filesOf = () => filesWith(bundle)) {
      const revision = await sha('HEAD');
      const built = {
        'org.opencontainers.image.version': version,
        'org.opencontainers.image.revision': revision,
      };
      const digest = await images.push(revision, { ...built, ...labels }, platforms, filesOf);
      await project.write('dist/images.json', pushedImages(`${repository}:${revision}`, digest));
      return digest;
    },
    stamp({ push } = { push: false }) {
      const remote = { url: `${project.url}.git`, token: 'a-token', branch: 'main' };
      return stampRelease({ ...common, today: '2030-01-02', ...(push ? { push: remote } : {}) });
    },
    async stampAndPush() {
      const digest = await ground.pushImage();
      await ground.stamp({ push: true });
      await ground.writeAssets();
      return digest;
    },
    publish: (tag) =>
      publishRelease({
        ...common,
        version: tag,
        packages: {
          url: `${gitlab.url}/projects/7/packages/generic/ecs-cd/${tag}`,
          jobToken: gitlab.jobToken,
        },
        projectUrl: 'https://gitlab.com/platform/ecs-cd',
        serverUrl: 'https://gitlab.com',
        defaultBranch: 'main',
      }),
    async writeAssets(text = bundle) {
      const name = `ecs-cd-${version}.cjs`;
      await project.write(`dist/${name}`, text);
      await project.write(`dist/${name}.sha256`, `${checksumOf(text)}  ${name}\n`);
      await project.write('dist/ecs-cd.cdx.json', '{}\n');
    },
    async close() {
      await project.remove();
      await gitlab.close();
      await images.close();
    },
  };
  return ground;
}

/** As `docker buildx bake --metadata-file` leaves it. (BuildKit docs) */
function pushedImages(name: string, digest: string): string {
  return JSON.stringify({ runner: { 'containerimage.digest': digest, 'image.name': name } });
}
