import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runEcsCd, type Run, type RunOptions } from '../run';
import { startSimulator, type Simulator } from '../simulator/simulator';

/** A project with a Dockerfile, an ECR repository `team/app`, and an engine that only plays one. */
export interface BuildFixture {
  readonly aws: Simulator;
  readonly repositoryUrl: string;
  readonly project: string;
  readonly home: string;
  /** Where the runner may put what is temporary. */
  readonly temporary: string;
  readonly env: Readonly<Record<string, string>>;
  /** What the engine does on a command (`version`, `login`, `build`, `push`), as a shell script. */
  onCommand(command: string, script: string, engine?: string): void;
  /** Runs `ecs-cd build`; once a line with that text is in the log, `then` happens. */
  build(env?: RunOptions['env'], options?: BuildOptions): Promise<Run>;
  /** What the engine was called with. */
  calls(): EngineCall[];
  close(): Promise<void>;
}

export interface BuildOptions extends Partial<Omit<RunOptions, 'env' | 'onLog'>> {
  readonly argv?: readonly string[];
  readonly when?: string;
  readonly then?: () => void;
}

export interface EngineCall {
  readonly engine: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly stdin: string;
  readonly env: Readonly<Record<string, string>>;
  /** The login folder while the engine ran: its mode, and its files with their content. */
  readonly loginFolder: { readonly path: string; readonly mode: string; readonly config: string } | undefined;
}

export const commits = { ours: 'a1'.repeat(20), theirs: 'b2'.repeat(20) };

/** Writes down how it was called and does what the file `on-COMMAND` beside it says. */
const engineScript = `#!/bin/sh
PATH=/usr/local/bin:/usr/bin:/bin
here=\${0%/*} name=\${0##*/} command=$1
n=0; while [ -e "$here/calls/$n" ]; do n=$((n + 1)); done
call="$here/calls/$n"
mkdir "$call"
echo "$name" > "$call/engine"
for one in "$@"; do printf '%s\\0' "$one"; done > "$call/args"
env -0 > "$call/env"
[ "$command" != login ] || cat > "$call/stdin"
folder=\${DOCKER_CONFIG:-\${REGISTRY_AUTH_FILE%/*}}
if [ "$command" = build ] && [ -d "$folder" ]; then
  printf '%s\\0%s\\0' "$folder" "$(stat -c %a "$folder")" > "$call/folder"
  cat "$folder"/*.json >> "$call/folder"
fi
. "$here/on-$name-$command"
`;

const answers = {
  'docker-version': `echo '{"Server": {"Version": "28.0.0"}}'`,
  'podman-info': 'echo 5.0.0',
};

export async function openBuildFixture(): Promise<BuildFixture> {
  const aws = await startSimulator();
  const repositoryUrl = aws.world.createRepository('team/app');
  const ground = mkdtempSync(path.join(tmpdir(), 'ecs-cd-workshop-'));
  const [bin, calls, project, home, temporary] = ['bin', 'bin/calls', 'project', 'home', 'temporary'].map(
    (name) => path.join(ground, name),
  ) as [string, string, string, string, string];
  for (const folder of [bin, calls, project, home, temporary]) mkdirSync(folder);
  mkdirSync(path.join(project, 'app'));
  writeFileSync(path.join(project, 'app/Dockerfile'), 'FROM scratch\n');
  const onCommand = (command: string, script: string, engine = 'docker') => {
    writeFileSync(path.join(bin, engine), engineScript, { mode: 0o755 });
    writeFileSync(path.join(bin, `on-${engine}-${command}`), `${script}\n`);
  };
  for (const command of ['login', 'build']) onCommand(command, 'echo done');
  onCommand('push', 'echo pushing');
  onCommand('version', answers['docker-version']);

  const env = {
    ...aws.env,
    PATH: bin,
    HOME: home,
    TMPDIR: temporary,
    CI_PROJECT_DIR: project,
    CI_COMMIT_SHA: commits.ours,
    REPOSITORY_URL: repositoryUrl,
    DOCKER_TAG: 'v1',
    DOCKER_BUILD_CONTEXT: 'app',
  };
  return {
    aws,
    repositoryUrl,
    project,
    home,
    temporary,
    env,
    onCommand,
    build(overrides = {}, { argv = [], when, then, ...options } = {}) {
      let isDone = false;
      const onLog = (text: string) => {
        if (isDone || when === undefined || !text.includes(when)) return;
        isDone = true;
        then?.();
      };
      return runEcsCd(['build', ...argv], {
        clock: aws.clock,
        endpoint: aws.url,
        ...options,
        env: { ...env, ...overrides },
        onLog,
      });
    },
    calls: () =>
      readdirSync(calls)
        .toSorted((a, b) => Number(a) - Number(b))
        .map((name) => callIn(path.join(calls, name))),
    async close() {
      rmSync(ground, { recursive: true, force: true });
      await aws.close();
    },
  };
}

/** For the describe that this is called in: a hook of a file would run around the tests of all files in a process. */
export function forEachTest(use: (fixture: BuildFixture) => void): void {
  let fixture: BuildFixture;
  beforeEach(async () => {
    fixture = await openBuildFixture();
    use(fixture);
  });
  afterEach(() => fixture.close());
}

function callIn(folder: string): EngineCall {
  const read = (name: string) => {
    try {
      return readFileSync(path.join(folder, name), 'utf8');
    } catch {
      return '';
    }
  };
  const args = read('args').split('\0').slice(0, -1);
  const [login = '', mode = '', config = ''] = read('folder').split('\0');
  return {
    engine: read('engine').trim(),
    command: args[0] ?? '',
    args: args.slice(1),
    stdin: read('stdin'),
    env: Object.fromEntries(
      read('env')
        .split('\0')
        .slice(0, -1)
        .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    ),
    loginFolder: login === '' ? undefined : { path: login, mode, config },
  };
}
