import { imageReferenceOf } from '../names/image-reference';
import { isLoopback } from '../names/loopback';
import { commitLabel } from '../ecr/manifest';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where one container engine differs from another. A new engine is a new row. */
export interface Engine {
  /** As in ECS_CD_ENGINE; the command has the same name. */
  readonly name: 'docker' | 'podman';
  readonly title: string;
  /** Asks whether there is an engine behind the command, not only the command. */
  readonly versionArguments: readonly string[];
  readonly versionIn: (stdout: string) => string | undefined;
  readonly buildArguments: readonly string[];
  /** Whether a build has the proxies of the job only where it is told of them. */
  readonly needsProxies: boolean;
  /** The name to build under, said so that the engine cannot take it for another one. */
  readonly localName: (name: string) => string;
  /** For the build, unless the job says otherwise. */
  readonly buildVariables: Environment;
  /** For a registry on this machine, which speaks plain HTTP. */
  readonly insecureArguments: readonly string[];
  readonly pushArguments: (digestFile: string) => readonly string[];
  /** What a push printed, or wrote into its digest file. */
  readonly pushedDigestIn: (stdout: string, digestFile: string) => string | undefined;
  /** The file of registry logins below a folder, and the variables that make the engine use it and nothing else. */
  readonly loginFile: string;
  readonly loginVariables: (folder: string) => Environment;
  readonly howToProvide: string;
}

const digestPattern = /sha256:[0-9a-f]{64}/;

const docker: Engine = {
  name: 'docker',
  title: 'Docker',
  versionArguments: ['version', '--format', '{{json .}}'],
  // Without a daemon there is no server, and neither is there behind Podman's imitation of this command.
  versionIn: (stdout) =>
    (JSON.parse(stdout) as { readonly Server?: { readonly Version?: string } | null }).Server?.Version,
  buildArguments: [],
  needsProxies: true,
  localName: (name) => name,
  // Attestations make an index with an entry of unknown platform, and another digest for every build.
  buildVariables: { BUILDX_NO_DEFAULT_ATTESTATIONS: '1' },
  // The daemon counts loopback registries as insecure by itself.
  insecureArguments: [],
  pushArguments: () => [],
  pushedDigestIn: (stdout) => new RegExp(`digest: (${digestPattern.source}) size: `).exec(stdout)?.[1],
  loginFile: 'config.json',
  loginVariables: (folder) => ({ DOCKER_CONFIG: folder }),
  howToProvide:
    'give the job the service docker:dind and DOCKER_HOST, or mount /var/run/docker.sock in the config.toml of GitLab Runner (it belongs to root: run the build job as root, see docs/reference.md); the job image needs the docker command',
};

const podman: Engine = {
  name: 'podman',
  title: 'Podman',
  versionArguments: ['info', '--format', '{{.Version.Version}}'],
  versionIn: (stdout) => stdout.trim() || undefined,
  // In its own format Podman ignores SHELL, HEALTHCHECK and ONBUILD of a Dockerfile.
  buildArguments: ['--format', 'docker'],
  // (Podman docs) --http-proxy is on.
  needsProxies: false,
  // A name without a registry is taken for any image here that ends in it, from whatever registry, and the tags of
  // a build then land on the wrong images (measured with Podman 4.3; buildah issue 5022).
  localName: (name) => (imageReferenceOf(name)?.registry === undefined ? `localhost/${name}` : name),
  buildVariables: {},
  insecureArguments: ['--tls-verify=false'],
  pushArguments: (digestFile) => ['--digestfile', digestFile],
  pushedDigestIn: (_, digestFile) => digestPattern.exec(digestFile)?.[0],
  loginFile: 'auth.json',
  loginVariables: (folder) => ({ REGISTRY_AUTH_FILE: `${folder}/auth.json` }),
  howToProvide:
    'use a job image with podman, and let the runner allow what it needs (user namespaces or privileged)',
};

const engines: readonly Engine[] = [docker, podman];

/** The engines to try, in this order. */
export function enginesFor(choice: 'auto' | Engine['name']): readonly Engine[] {
  return engines.filter(({ name }) => choice === 'auto' || choice === name);
}

export interface Build {
  readonly context: string;
  /** The two names that the image gets: the local one, and the one it is pushed under. */
  readonly name: string;
  readonly reference: string;
  readonly commit: string | undefined;
  readonly registry: string;
  /** Names of build arguments whose values are in the engine's environment. */
  readonly argumentNames: readonly string[];
}

export function buildArgumentsOf(
  engine: Engine,
  { context, name, reference, commit, registry, argumentNames }: Build,
): readonly string[] {
  return [
    'build',
    ...engine.buildArguments,
    ...insecureArgumentsOf(engine, registry),
    ...(commit === undefined ? [] : ['--label', `${commitLabel}=${commit}`]),
    ...argumentNames.flatMap((argument) => ['--build-arg', argument]),
    ...[...new Set([engine.localName(name), reference])].flatMap((tag) => ['--tag', tag]),
    context,
  ];
}

/** The password goes to the standard input. */
export function loginArgumentsOf(engine: Engine, registry: string, username: string): readonly string[] {
  const credentials = ['--username', username, '--password-stdin'];
  return ['login', ...insecureArgumentsOf(engine, registry), ...credentials, registry];
}

export function pushArgumentsOf(
  engine: Engine,
  { registry, reference, digestFile }: { registry: string; reference: string; digestFile: string },
): readonly string[] {
  return ['push', ...insecureArgumentsOf(engine, registry), ...engine.pushArguments(digestFile), reference];
}

function insecureArgumentsOf({ insecureArguments }: Engine, registry: string): readonly string[] {
  return isLoopback(registry.replace(/:\d+$/, '')) ? insecureArguments : [];
}
