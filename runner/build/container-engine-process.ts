import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Ecr } from '../ecr/ecr-api';
import { run, type Finished, type Subprocess } from '../subprocess';
import type { BuildOptions } from '../settings/image-settings';
import { isIndex, optionArgumentsOf, optionEnvironmentOf, refuseUnable } from './build-options';
import { isOff, type Engine, type EngineFacts } from './engine';
import {
  buildArgumentsOf,
  cacheArgumentsOf,
  insecureArgumentsOf,
  loginArgumentsOf,
  pushArgumentsOf,
  type Build,
  type BuildCache,
  type Push,
} from './engine-arguments';
import { cancellationOf } from '../ecr/ecr-refusal';
import { engineEnvironmentOf, proxyArgumentNamesOf } from './engine-environment';
import { loginFailureOf } from './engine-failure';
import { withLoginFolder } from './login-folder';

export type ContainerEngine = ReturnType<typeof containerEngine>;
/** With a login that its commands find in a folder, and nowhere else. */
export type LoggedInEngine = ReturnType<typeof loggedInEngine>;

export type Login = Awaited<ReturnType<Ecr['authorization']>>;

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly interruption: AbortSignal;
  /** Folders that end up in images and artifacts: the login must not lie there. */
  readonly avoid: readonly string[];
  /** Gets every line of a build and of a push. */
  readonly onLine: (line: string) => void;
}

type Versions = Pick<EngineFacts, 'version' | 'client'>;

export function containerEngine(engine: Engine, versions: Versions, surroundings: Surroundings) {
  const { env, avoid } = surroundings;
  const facts = () => factsOf(engine, versions, surroundings);
  return {
    /** With its version: `Docker 28.2.2`. */
    name: `${engine.title} ${versions.version}`,
    /** Whether it pushes what an index lists under the tag of the index. */
    pushesPartsUnderTag: engine.pushesPartsUnderTag(versions.version),
    /** Throws what of the options it cannot do. */
    refuseUnable: (options: BuildOptions) => refuseUnable(engine, options, facts),
    /** How it keeps BuildKit's cache in a registry, if it can. */
    cacheKind: async () => engine.cacheKind(await facts()),
    /** Logs in to a registry for as long as `work` runs. */
    loggedIn: <T>(registry: string, login: Login, work: (session: LoggedInEngine) => Promise<T>) =>
      withLoginFolder(engine, { env, registry, avoid }, async (folder) => {
        const session = loggedInEngine(engine, versions.client, surroundings, { folder, registry });
        await session.logIn(login);
        return work(session);
      }),
  };
}

async function factsOf(
  { name }: Engine,
  versions: Versions,
  { env, interruption }: Surroundings,
): Promise<EngineFacts> {
  const isBuildKitOff = isOff(env.DOCKER_BUILDKIT);
  if (name !== 'docker') return { ...versions, isBuildKitOff };
  const ask = (...args: string[]) =>
    run({ command: name, args, env: engineEnvironmentOf(env), signal: interruption });
  const [buildx, info] = await Promise.all([
    ask('buildx', 'version'),
    ask('info', '--format', '{{json .DriverStatus}}'),
  ]);
  const keepsIndexes = info.stdout.includes('io.containerd.snapshotter');
  return { ...versions, isBuildKitOff, hasBuildx: buildx.exitCode === 0, keepsIndexes };
}

/** What is not known from the session. */
export type WantedBuild = Omit<Build, 'isIndex' | 'optionArguments'> & {
  readonly options: BuildOptions;
  readonly cache?: BuildCache;
};

export interface Pushed extends Finished {
  /** What the engine says that it pushed, if it says so. */
  readonly digest?: string | undefined;
}

type Command = Pick<Subprocess, 'args' | 'stdin' | 'onLine'> & { readonly environment?: Surroundings['env'] };

/** `doing` is for a cancelled job: `building`. */
const commandsOf =
  (engine: Engine, client: string | undefined, { env, interruption }: Surroundings, folder: string) =>
  async (doing: string, { environment, ...command }: Command): Promise<Finished> => {
    const own = { ...engineEnvironmentOf(env), ...environment, ...engine.loginVariables(folder) };
    const all = { ...engine.buildVariables(client), ...own };
    const finished = await run({ ...command, command: engine.name, env: all, signal: interruption });
    if (finished.isAborted) throw cancellationOf(interruption, doing);
    return finished;
  };

function loggedInEngine(
  engine: Engine,
  client: string | undefined,
  surroundings: Surroundings,
  { folder, registry }: { readonly folder: string; readonly registry: string },
) {
  const { env, onLine } = surroundings;
  const insecure = insecureArgumentsOf(engine, registry);
  const runIn = commandsOf(engine, client, surroundings, folder);
  return {
    /** Once more with a newer password, in place of the first login. */
    async logIn({ username, password }: Login) {
      const args = loginArgumentsOf(insecure, registry, username);
      const finished = await runIn(`logging in to ${registry}`, { args, stdin: password });
      if (finished.exitCode !== 0) throw loginFailureOf(registry, engine, finished);
    },
    async build({ options, cache, ...wanted }: WantedBuild) {
      const build = { ...wanted, isIndex: isIndex(options), optionArguments: argumentsOf(options, cache) };
      for (const clearing of (build.isIndex && engine.index?.clearing) || [])
        await runIn('building', { args: [...clearing, build.reference] });
      const args = buildArgumentsOf(engine, insecure, build);
      return runIn('building', { args, onLine, environment: optionEnvironmentOf(options) });
    },
    async push(push: Push): Promise<Pushed> {
      const digestFile = path.join(folder, 'pushed-digest');
      const args = pushArgumentsOf(engine, insecure, { ...push, digestFile });
      const finished = await runIn(`pushing ${push.reference}`, { args, onLine });
      const written = await readFile(digestFile, 'utf8').catch(() => '');
      return { ...finished, digest: engine.pushedDigestIn(finished.stdout, written) };
    },
  };

  function argumentsOf(options: BuildOptions, cache: BuildCache | undefined) {
    const proxies = engine.needsProxies ? proxyArgumentNamesOf(env) : [];
    return [
      ...engine.buildArguments(env, client),
      ...proxies.flatMap((proxy) => ['--build-arg', proxy]),
      ...optionArgumentsOf(engine, options),
      ...(cache ? cacheArgumentsOf(cache) : []),
    ];
  }
}
