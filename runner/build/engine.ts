import { imageReferenceOf } from '../names/image-reference';

type Environment = Readonly<Record<string, string | undefined>>;

/** What an option of `build-options.ts` can need of an engine. */
export type Ability = 'BuildKit' | 'support for several platforms' | 'support for attestations';

/** What is known of an engine that answers. */
export interface EngineFacts {
  readonly version: string;
  /** Of Docker's client, which brings the builder; undefined where it does not say. */
  readonly client?: string;
  /** Whether the client has the plugin buildx; undefined where nobody asked. */
  readonly hasBuildx?: boolean;
  /** Whether Docker's images are in containerd's store, which keeps an index as it is; undefined where nobody asked. */
  readonly keepsIndexes?: boolean;
  /** Whether the job sets DOCKER_BUILDKIT to 0. */
  readonly isBuildKitOff: boolean;
}

/** BuildKit's cache as a thing of its own in the registry, with all stages; or within the image, with the last one. */
export type CacheKind = 'registry' | 'inline';

/** Where an image of several platforms is another thing than an image. */
interface SeparateIndex {
  /** What a build begins with, whatever comes of it: with the name of the image behind each. */
  readonly clearing: readonly (readonly string[])[];
  readonly nameOption: string;
  readonly pushArguments: readonly string[];
}

interface Requirement {
  readonly isMet: (facts: EngineFacts) => boolean;
  /** What to change where it is not. */
  readonly fix: string;
}

/** Where one container engine differs from another. A new engine is a new row. */
export interface Engine {
  /** As in ECS_CD_ENGINE; the command has the same name. */
  readonly name: 'docker' | 'podman';
  readonly title: string;
  /** Asks whether there is an engine behind the command, not only the command. */
  readonly versionArguments: readonly string[];
  readonly versionIn: (stdout: string) => Pick<EngineFacts, 'version' | 'client'> | undefined;
  /** What it can do, and with what. */
  readonly abilities: Readonly<Record<Ability, Requirement>>;
  /** None where it keeps no cache in a registry. */
  readonly cacheKind: (facts: EngineFacts) => CacheKind | undefined;
  readonly buildArguments: (env: Environment, client: string | undefined) => readonly string[];
  /** What a build for a certain platform needs besides. */
  readonly platformArguments: readonly string[];
  readonly index?: SeparateIndex;
  /** Whether a build has the proxies of the job only where it is told of them. */
  readonly needsProxies: boolean;
  /** The name to build under, said so that the engine cannot take it for another one. */
  readonly localName: (name: string) => string;
  /** For the build, unless the job says otherwise. */
  readonly buildVariables: (client: string | undefined) => Environment;
  /** For a registry on this machine, which speaks plain HTTP. */
  readonly insecureArguments: readonly string[];
  readonly pushArguments: (digestFile: string) => readonly string[];
  /** Whether that version pushes what an index lists under the tag of the index. */
  readonly pushesPartsUnderTag: (version: string) => boolean;
  /** What a push printed, or wrote into its digest file. */
  readonly pushedDigestIn: (stdout: string, digestFile: string) => string | undefined;
  /** The file of registry logins below a folder, and the variables that make the engine use it and nothing else. */
  readonly loginFile: string;
  readonly loginVariables: (folder: string) => Environment;
  readonly howToProvide: string;
}

/** Clients before 23.0 have BuildKit built in and off; newer ones have it where they have buildx (Docker docs). */
const hasBuiltInBuildKit = (client = '') => /^(?:18\.09|19|20)\./.test(client);

/** As Docker reads its variables. */
export const isOff = (value = '') => /^(?:0|f|false)$/i.test(value);

const hasBuildKit = ({ client, hasBuildx, isBuildKitOff }: EngineFacts) =>
  !isBuildKitOff && (hasBuiltInBuildKit(client) || hasBuildx === true);

/** (measured with Docker 20.10 and 26.1) */
const withImageStore: Requirement = {
  isMet: (facts) => hasBuildKit(facts) && facts.hasBuildx === true && facts.keepsIndexes === true,
  fix: "use a Docker daemon whose images are in containerd's store, as those of docker:29-dind are (docker_service_image), and a client with the plugin buildx",
};

const digestPattern = /sha256:[0-9a-f]{64}/;

const docker: Engine = {
  name: 'docker',
  title: 'Docker',
  versionArguments: ['version', '--format', '{{json .}}'],
  // Without a daemon there is no server, and neither is there behind Podman's imitation of this command.
  versionIn: (stdout) => {
    type Part = { readonly Version?: string } | null;
    const { Client, Server } = JSON.parse(stdout) as { readonly Client?: Part; readonly Server?: Part };
    if (Server?.Version === undefined) return undefined;
    return { version: Server.Version, ...(Client?.Version === undefined ? {} : { client: Client.Version }) };
  },
  abilities: {
    BuildKit: {
      isMet: hasBuildKit,
      fix: "build with BuildKit: use a job image whose Docker client has the plugin buildx, such as ecs-cd's own, and leave DOCKER_BUILDKIT unset",
    },
    'support for several platforms': {
      ...withImageStore,
      fix: `${withImageStore.fix}; or use Podman (ECS_CD_ENGINE)`,
    },
    'support for attestations': withImageStore,
  },
  cacheKind: (facts) =>
    withImageStore.isMet(facts) ? 'registry' : hasBuildKit(facts) ? 'inline' : undefined,
  // A builder that is chosen keeps the image where nothing can push it, unless it is told otherwise (Docker docs, drivers).
  buildArguments: ({ BUILDX_BUILDER, DOCKER_BUILDKIT }, client) =>
    BUILDX_BUILDER && !isOff(DOCKER_BUILDKIT) && !hasBuiltInBuildKit(client) ? ['--load'] : [],
  platformArguments: [],
  needsProxies: true,
  localName: (name) => name,
  // Attestations make an index with an entry of unknown platform, and another digest for every build.
  buildVariables: (client) => ({
    BUILDX_NO_DEFAULT_ATTESTATIONS: '1',
    ...(hasBuiltInBuildKit(client) ? { DOCKER_BUILDKIT: '1' } : {}),
  }),
  // The daemon counts loopback registries as insecure by itself.
  insecureArguments: [],
  pushArguments: () => [],
  // (measured: 26.1 does, 29 does not)
  pushesPartsUnderTag: (version) => parseInt(version) < 29,
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
  versionIn: (stdout) => (stdout.trim() === '' ? undefined : { version: stdout.trim() }),
  // What Docker needs BuildKit for, Buildah has since the version that is in Podman 4 (measured with 4.3).
  abilities: {
    BuildKit: { isMet: ({ version }) => parseInt(version) >= 4, fix: 'use Podman 4 or newer, or Docker' },
    'support for several platforms': { isMet: () => true, fix: '' },
    'support for attestations': { isMet: () => false, fix: 'use Docker (ECS_CD_ENGINE)' },
  },
  cacheKind: () => undefined,
  // In its own format Podman ignores SHELL, HEALTHCHECK and ONBUILD of a Dockerfile.
  buildArguments: () => ['--format', 'docker'],
  // Else it takes equal steps FROM scratch for those of another platform (measured with Podman 4.3 and 5.4).
  platformArguments: ['--no-cache'],
  index: {
    // A list grows with every build, and an image under its name keeps the next list from it (measured with both).
    clearing: [['manifest', 'rm'], ['untag']],
    nameOption: '--manifest',
    // In one format throughout: a list of OCI's would name images of Docker's.
    pushArguments: ['manifest', 'push', '--all', '--format', 'v2s2'],
  },
  // (Podman docs) --http-proxy is on.
  needsProxies: false,
  // A name without a registry is taken for any image here that ends in it, from whatever registry, and the tags of
  // a build then land on the wrong images (measured with Podman 4.3; buildah issue 5022).
  localName: (name) => (imageReferenceOf(name)?.registry === undefined ? `localhost/${name}` : name),
  buildVariables: () => ({}),
  insecureArguments: ['--tls-verify=false'],
  pushArguments: (digestFile) => ['--digestfile', digestFile],
  pushesPartsUnderTag: () => false,
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
