import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { obtainEngine, type ContainerEngine } from '../engine/container-engine';
import { version } from '../pipeline/downstream';
import { createProject, type Project } from '../pipeline/git-project';
import { runPipeline, type RunOptions } from '../pipeline/gitlab-ci-local';
import { openCloud, type Cloud, type Stage } from './cloud';
import { crashingCommit, lastWords, sampleProject } from './sample-project';
import { storyOf, type Step } from './story';

const root = path.resolve(__dirname, '../..');
const greeting = 'hello from version 1';

export interface Stagehand {
  /** A line of the rehearsal itself. */
  say(text: string): void;
  /** What the pipeline prints, as it prints it. */
  onOutput(text: string): void;
  readonly signal: AbortSignal;
}

/** Takes the sample project through the whole pipeline. Answers the steps; whatever it started is gone again. */
export async function rehearse(stagehand: Stagehand): Promise<readonly Step[]> {
  const { signal } = stagehand;
  const fuzzCase = storyOf(stagehand);
  const undo: (() => Promise<void>)[] = [];
  try {
    const engine = await fuzzCase.step('a container engine', async () => {
      const found = await obtainEngine(stagehand.say);
      undo.unshift(() => found.stop());
      return { value: found, seen: found.origin === 'found' ? 'one was running' : 'started one' };
    });
    const cloud = await fuzzCase.step('a simulated AWS account', () => setTheStage(engine, undo));
    const project = await fuzzCase.step('a sample project', async () => {
      const created = await createProject(sampleProject(greeting));
      undo.unshift(() => created.remove());
      const template = await readFile(path.join(root, 'templates/deploy.yml'), 'utf8');
      await created.publish('platform/ecs-cd', version, { 'templates/deploy.yml': template });
      return { value: created, seen: `includes the component at ${version}` };
    });
    const pipeline = pipelineOf({ engine, cloud, project, stagehand });

    fuzzCase.act('a commit that works');
    await fuzzCase.step('commit 1: build, deploy staging', async () => {
      const { exitCode } = await pipeline({});
      expect(exitCode === 0, 'the pipeline of a good commit failed');
      return { value: undefined, seen: 'pipeline passed' };
    });
    await fuzzCase.step('commit 1: ask staging', () => answerOf(cloud, 'staging', greeting));
    await fuzzCase.step('commit 1: deploy production, by hand', async () => {
      const { exitCode } = await pipeline({ jobs: ['deploy production'] });
      expect(exitCode === 0, 'the deployment to production failed');
      return { value: undefined, seen: 'job passed' };
    });
    await fuzzCase.step('commit 1: ask production', () => answerOf(cloud, 'production', greeting));

    fuzzCase.act('a commit whose container crashes at start');
    await project.commit(crashingCommit);
    await fuzzCase.step('commit 2 crashes: build, deploy staging', async () => {
      const { exitCode, output } = await pipeline({});
      expect(exitCode !== 0, 'the pipeline of a crashing commit passed');
      expect(/verdict +rolled-back \(exit 6\)/.test(output), 'the verdict is not rolled-back');
      const cause = /why +(.*)/.exec(output)?.[1] ?? '';
      expect(cause.includes('exited with code 1'), 'the log does not name the cause');
      expect(output.includes(`| Error: ${lastWords}`), 'the log does not show what the container said');
      return {
        value: output,
        seen: `job failed, rolled back: "${lastWords}"`,
      };
    });
    await fuzzCase.step('commit 2 crashes: ask staging', () => answerOf(cloud, 'staging', greeting));
    return fuzzCase.steps();
  } finally {
    stagehand.say(signal.aborted ? 'interrupted: removing what was started' : 'removing what was started');
    for (const each of undo)
      await each().catch((error: unknown) => stagehand.say(`left behind: ${String(error)}`));
  }
}

async function setTheStage(engine: ContainerEngine, undo: (() => Promise<void>)[]) {
  const cloud = await openCloud(engine);
  undo.unshift(() => cloud.close());
  return { value: cloud, seen: `ECS, ECR and a registry at ${cloud.registry}` };
}

interface Parts {
  readonly engine: ContainerEngine;
  readonly cloud: Cloud;
  readonly project: Project;
  readonly stagehand: Stagehand;
}

const pipelineOf =
  ({ engine, cloud, project, stagehand }: Parts) =>
  (scope: Pick<RunOptions, 'jobs'>) =>
    runPipeline(project, {
      ...scope,
      runner: [process.execPath, path.join(root, 'dist/ecs-cd.cjs')],
      variables: cloud.variables,
      env: engine.env,
      onOutput: stagehand.onOutput,
      signal: stagehand.signal,
    });

async function answerOf(cloud: Cloud, stage: Stage, expected: string) {
  const answer = await cloud.ask(stage);
  expect(answer === expected, `${stage} answers "${answer}", not "${expected}"`);
  return { value: answer, seen: `"${answer}"` };
}

function expect(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
