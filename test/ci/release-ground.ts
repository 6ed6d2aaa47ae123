import path from 'node:path';
import { bundleLabel } from '../../.ci/image/bake-file';
import { assetsIn, sha256Of } from '../../.ci/release/assets';
import { gitIn, type Git } from '../../.ci/release/git';
import { packageRegistryOf } from '../../.ci/release/package-registry';
import { projectFilesIn, type ProjectFiles } from '../../.ci/release/project-files';
import { publishRelease } from '../../.ci/release/publish-release';
import { raiseVersion } from '../../.ci/release/raise-version';
import { stampRelease } from '../../.ci/release/stamp-release';
import { openImageRegistry, type ImageRegistry } from './image-registry';
import { openPackageServer, type PackageServer } from './package-server';
import { createProjectCopy, projectTexts, type ProjectCopy } from './project-copy';

export const bundle = '#!/usr/bin/env node\n// the runner\n';
export const bundleChecksum = sha256Of(Buffer.from(bundle));

/** What is said of something that is refused. */
export async function refusalOf(doing: Promise<unknown>): Promise<string> {
  return doing.then(
    () => 'it was not refused',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

/** A project with something unreleased, its remote, its image registry and its packages: what a release needs. */
export interface ReleaseGround {
  readonly project: ProjectCopy;
  readonly images: ImageRegistry;
  readonly gitlab: PackageServer;
  /** The version that may be next. */
  readonly version: string;
  readonly files: ProjectFiles;
  readonly git: Git;
  readonly said: string[];
  raise(version: string): Promise<void>;
  /** The image that was tested for HEAD; answers its digest. */
  pushImage(
    labels?: Readonly<Record<string, string>>,
    platforms?: readonly string[],
    program?: (platform: string) => string,
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
    projectTexts(),
  ]);
  const project = await createProjectCopy(texts);
  const { folder, env } = project;
  const dist = path.join(folder, 'dist');
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  const files = projectFilesIn(folder);
  const git = gitIn({ folder, env, remote: { name: 'origin' } });
  const { registry } = images;
  const sha = (revision: string) => project.git('rev-parse', revision);
  const ground: ReleaseGround = {
    project,
    images,
    gitlab,
    version,
    files,
    git,
    said,
    sha,
    raise: (to) => raiseVersion(to, { git, files, say }),
    async pushImage(labels = {}, platforms, program = () => bundle) {
      const revision = await sha('HEAD');
      const built = {
        'org.opencontainers.image.version': version,
        'org.opencontainers.image.revision': revision,
        [bundleLabel]: bundleChecksum,
      };
      return images.push(revision, { ...built, ...labels }, platforms, program);
    },
    stamp: ({ push } = { push: false }) =>
      stampRelease(push ? 'main' : undefined, { git, files, registry, say, today: () => '2030-01-02' }),
    async stampAndPush() {
      await ground.raise(version);
      const digest = await ground.pushImage();
      await ground.stamp({ push: true });
      await ground.writeAssets();
      return digest;
    },
    publish: (tag) => {
      const url = `${gitlab.url}/projects/7/packages/generic/ecs-cd/${tag}`;
      const packages = packageRegistryOf({ url, jobToken: gitlab.jobToken });
      const place = {
        projectUrl: 'https://gitlab.com/platform/ecs-cd',
        serverUrl: 'https://gitlab.com',
        defaultBranch: 'main',
      };
      return publishRelease(tag, place, { git, files, registry, packages, assets: assetsIn(dist), say });
    },
    async writeAssets(text = bundle) {
      const name = `ecs-cd-${version}.cjs`;
      await project.write(`dist/${name}`, text);
      await project.write(`dist/${name}.sha256`, `${sha256Of(Buffer.from(text))}  ${name}\n`);
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
