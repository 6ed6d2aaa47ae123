import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Ecr } from '../ecr/ecr-api';
import { run, type Finished } from '../subprocess';
import type { BuildOptions } from '../settings/build-options';
import { isIndex, optionArgumentsOf, optionEnvironmentOf, unableOf } from './build-options';
import { isOff, type CacheKind, type Engine, type EngineFacts } from './engine';
import {
  buildArgumentsOf,
  cacheArgumentsOf,
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

export interface ContainerEngine {
  /** With its version: `Docker 28.2.2`. */
  readonly name: string;
  /** Whether it pushes what an index lists under the tag of the index. */
  readonly pushesPartsUnderTag: boolean;
  /** Throws what of the options it cannot do. */
  refuseUnable(options: BuildOptions): Promise<void>;
  /** How it keeps BuildKit's cache in a registry, if it can. */
  cacheKind(): Promise<CacheKind | undefined>;
  /** Logs in to a registry for as long as `work` runs. */
  loggedIn<T>(login: Login, work: (engine: LoggedInEngine) => Promise<T>): Promise<T>;
}

export interface LoggedInEngine {
  /** With a newer password, in place of the first login. */
  logIn(login: Login): Promise<void>;
  build(build: WantedBuild): Promise<Finished>;
  push(push: Push): Promise<Pushed>;
}

/** What is not known from the session. */
export type WantedBuild = Omit<Build, 'registry' | 'isIndex' | 'optionArguments'> & {
  readonly options: BuildOptions;
  readonly cache?: BuildCache;
};

export interface Pushed extends Finished {
  /** What the engine says that it pushed, if it says so. */
  readonly digest?: string;
}

export type Login = Awaited<ReturnType<Ecr['authorization']>> & {
  readonly registry: string;
};

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly interruption: AbortSignal;
  /** Folders that end up in images and artifacts: the login must not lie there. */
  readonly avoid: readonly string[];
  /** Gets every line of a build and of a push. */
  readonly onLine: (line: string) => void;
}

export function containerEngine(
  engine: Engine,
  versions: Versions,
  surroundings: Surroundings,
): ContainerEngine {
  const { env, avoid } = surroundings;
  const facts = () => factsOf(engine, versions, surroundings);
  return {
    name: `${engine.title} ${versions.version}`,
    pushesPartsUnderTag: engine.pushesPartsUnderTag(versions.version),
    async refuseUnable(options) {
      const unable = await unableOf(engine, options, facts);
      if (unable) throw unable;
    },
    cacheKind: async () => engine.cacheKind(await facts()),
    loggedIn: (login, work) =>
      withLoginFolder(engine, { env, registry: login.registry, avoid }, async (folder) => {
        let session: Session = { engine, versions, surroundings, folder, login };
        await logIn(session);
        return await work({
          async logIn(newer) {
            session = { ...session, login: newer };
            await logIn(session);
          },
          build: (build) => buildIn(session, build),
          push: (push) => pushIn(session, push),
        });
      }),
  };
}

type Versions = Pick<EngineFacts, 'version' | 'client'>;

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

/** One run of the engine's commands: they find the login in the folder, and nowhere else. */
interface Session {
  readonly engine: Engine;
  readonly versions: Versions;
  readonly surroundings: Surroundings;
  readonly folder: string;
  readonly login: Login;
}

interface Command {
  /** For a cancelled job: `building`. */
  readonly doing: string;
  readonly args: readonly string[];
  readonly stdin?: string;
  readonly isShown?: boolean;
  /** Beside what every command gets. */
  readonly environment?: Readonly<Record<string, string>>;
}

async function runIn(
  session: Session,
  { doing, args, stdin, isShown, environment }: Command,
): Promise<Finished> {
  const { engine, versions, folder } = session;
  const { env, interruption, onLine } = session.surroundings;
  const finished = await run({
    command: engine.name,
    args,
    env: {
      ...engine.buildVariables(versions.client),
      ...engineEnvironmentOf(env),
      ...environment,
      ...engine.loginVariables(folder),
    },
    signal: interruption,
    ...(stdin === undefined ? {} : { stdin }),
    ...(isShown ? { onLine } : {}),
  });
  if (finished.isAborted) throw cancellationOf(interruption, doing);
  return finished;
}

async function logIn(session: Session): Promise<void> {
  const { engine, login } = session;
  const { registry, username, password } = login;
  const args = loginArgumentsOf(engine, registry, username);
  const finished = await runIn(session, { doing: `logging in to ${registry}`, args, stdin: password });
  if (finished.exitCode !== 0) throw loginFailureOf(registry, engine, finished);
}

async function buildIn(session: Session, build: WantedBuild): Promise<Finished> {
  const { engine, login, versions } = session;
  const { env } = session.surroundings;
  const proxies = engine.needsProxies ? proxyArgumentNamesOf(env) : [];
  const optionArguments = [
    ...engine.buildArguments(env, versions.client),
    ...proxies.flatMap((proxy) => ['--build-arg', proxy]),
    ...optionArgumentsOf(engine, build.options),
    ...(build.cache ? cacheArgumentsOf(build.cache) : []),
  ];
  const isOfSeveral = isIndex(build.options);
  for (const clearing of (isOfSeveral && engine.index?.clearing) || [])
    await runIn(session, { doing: 'building', args: [...clearing, build.reference] });
  const { registry } = login;
  const args = buildArgumentsOf(engine, { ...build, registry, isIndex: isOfSeveral, optionArguments });
  const environment = optionEnvironmentOf(build.options);
  return runIn(session, { doing: 'building', args, isShown: true, environment });
}

async function pushIn(session: Session, push: Push): Promise<Pushed> {
  const { engine, folder, login } = session;
  const digestFile = path.join(folder, 'pushed-digest');
  const args = pushArgumentsOf(engine, { ...push, registry: login.registry, digestFile });
  const finished = await runIn(session, { doing: `pushing ${push.reference}`, args, isShown: true });
  const written = await readFile(digestFile, 'utf8').catch(() => '');
  const digest = engine.pushedDigestIn(finished.stdout, written);
  return { ...finished, ...(digest === undefined ? {} : { digest }) };
}
