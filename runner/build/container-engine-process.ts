import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Ecr } from '../ecr/ecr-api';
import { redactorOf } from '../log/redact';
import { run, type Finished } from '../subprocess';
import { buildArgumentsOf, loginArgumentsOf, pushArgumentsOf, type Build, type Engine } from './engine';
import { cancellationOf } from '../ecr/cancellation';
import { loginFailureOf } from './engine-failure';
import { withLoginFolder } from './login-folder';

export interface ContainerEngine {
  /** With its version: `Docker 28.2.2`. */
  readonly name: string;
  /** Logs in to a registry for as long as `work` runs. */
  loggedIn<T>(login: Login, work: (engine: LoggedInEngine) => Promise<T>): Promise<T>;
}

export interface LoggedInEngine {
  build(build: Omit<Build, 'registry'>): Promise<Finished>;
  push(reference: string): Promise<Pushed>;
}

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
  version: string,
  surroundings: Surroundings,
): ContainerEngine {
  const { env, interruption, avoid, onLine } = surroundings;
  return {
    name: `${engine.title} ${version}`,
    loggedIn: ({ registry, username, password }, work) =>
      withLoginFolder(engine, { env, registry, avoid }, async (folder) => {
        const redact = redactorOf([password, Buffer.from(`${username}:${password}`).toString('base64')]);
        const runEngine = async (doing: string, args: readonly string[], more: object = {}) => {
          const finished = await run({
            command: engine.name,
            args,
            env: { ...engine.buildVariables, ...env, ...engine.loginVariables(folder) },
            signal: interruption,
            ...more,
          });
          if (finished.isAborted) throw cancellationOf(interruption, doing);
          const { stdout, stderr, lastLines } = finished;
          return {
            ...finished,
            stdout: redact(stdout),
            stderr: redact(stderr),
            lastLines: lastLines.map(redact),
          };
        };
        const streaming = { onLine: (line: string) => onLine(redact(line)) };
        const login = await runEngine(
          `logging in to ${registry}`,
          loginArgumentsOf(engine, registry, username),
          { stdin: password },
        );
        if (login.exitCode !== 0) throw loginFailureOf(registry, engine, login);
        return await work({
          build: (build) =>
            runEngine('building', buildArgumentsOf(engine, { ...build, registry }), streaming),
          async push(reference) {
            const digestFile = path.join(folder, 'pushed-digest');
            const args = pushArgumentsOf(engine, { registry, reference, digestFile });
            const finished = await runEngine(`pushing ${reference}`, args, streaming);
            const written = await readFile(digestFile, 'utf8').catch(() => '');
            const digest = engine.pushedDigestIn(finished.stdout, written);
            return { ...finished, ...(digest === undefined ? {} : { digest }) };
          },
        });
      }),
  };
}
