import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { run } from '../../../runner/subprocess';
import { engineForTests } from '../../engine/engine-for-tests';
import type { BuildFixture } from '../build-fixture';
import { digestOf } from '../../simulator/ecr/images/manifest';
import { openIndependentRegistry } from './independent-registry';

/** Of whoever has an engine with a builder of its own: `docker buildx create --use` and the like. */
const { DOCKER_CONFIG, BUILDX_BUILDER } = process.env;
const own = Object.entries({ DOCKER_CONFIG, BUILDX_BUILDER }).filter(([, value]) => value !== undefined);

/** What a build with each of them needs in its environment; undefined where it is not here. */
export const engines = {
  async docker() {
    const engine = await engineForTests();
    const { PATH } = process.env;
    return engine && { ...engine.env, PATH, ...Object.fromEntries(own) };
  },
  async podman() {
    const { exitCode } = await run({ command: 'podman', args: ['info'], env: { ...process.env } });
    const { PATH, CONTAINERS_CONF } = process.env;
    return exitCode === 0 ? { PATH, CONTAINERS_CONF } : undefined;
  },
};

/** Where a build pushes to. */
export interface Home {
  readonly repositoryUrl: string;
  /** Of ECR's API in front of it. */
  readonly endpoint: string;
  /** What the registry has under a tag or a digest: the bytes of the manifest. */
  manifestOf(tag: string): Promise<{ readonly digest: string; readonly text: string } | undefined>;
  close(): Promise<void>;
}

export const homes: Readonly<Record<string, (fixture: BuildFixture) => Promise<Home | undefined>>> = {
  'the simulated registry': ({ aws, repositoryUrl }) =>
    Promise.resolve({
      repositoryUrl,
      endpoint: aws.url,
      manifestOf: (tag) => {
        const text = aws.world.imageManifest('team/app', tag);
        return Promise.resolve(text === undefined ? undefined : { digest: digestOf(text), text });
      },
      close: () => Promise.resolve(),
    }),
  'an independent registry': () => openIndependentRegistry(),
};

/** A shell and `cat` with the libraries that they need, in the folder `shell`. */
export function provideShell(context: string): void {
  const programs = ['/bin/sh', '/bin/cat'];
  const libraries = programs.flatMap((program) => {
    const { stdout } = spawnSync('ldd', [program], { encoding: 'utf8' });
    return stdout.match(/\/\S+\.so\S*/g) ?? [];
  });
  for (const file of [...programs, ...libraries]) {
    const copy = path.join(context, 'shell', file);
    mkdirSync(path.dirname(copy), { recursive: true });
    copyFileSync(file, copy);
  }
}

const mounts = ['secret,id=TOKEN', 'secret,id=npmrc', 'ssh'].map(
  (type) => `--mount=type=${type},required=true`,
);
/** Takes two secrets, a key and an argument, and fails without any of them; its last stage always does. */
export const dockerfileWithSecrets = [
  'ARG TAG',
  'FROM scratch AS web',
  'COPY shell hello /',
  'ARG VERSION',
  `RUN ${mounts.join(' ')} case "$(cat /run/secrets/TOKEN /run/secrets/npmrc)" in can?ry-of-the-valuecan?ry-of-the-file) ;; *) exit 1; esac \\`,
  '  && test -S "$SSH_AUTH_SOCK" && cat /run/secrets/TOKEN && echo "$VERSION" > /version',
  'FROM web',
  'RUN exit 1',
].join('\n');
