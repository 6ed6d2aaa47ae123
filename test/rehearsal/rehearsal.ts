import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { obtainEngine, type ContainerEngine } from '../engine/container-engine';
import { version } from '../pipeline/downstream';
import { createProject, type Project } from '../pipeline/git-project';
import { runPipeline, type PipelineResult, type RunOptions } from '../pipeline/gitlab-ci-local';
import type { Mapping } from '../pipeline/mapping';
import { openCloud, type Cloud, type CloudOptions } from './cloud';
import { sampleProject } from './sample-project';
import { storyOf, type Step, type Story } from './story';

const root = path.resolve(__dirname, '../..');

/** What is rehearsed, from an empty machine on. */
export interface Rehearsal {
  readonly cloud: CloudOptions;
  /** What the first commit answers. */
  readonly greeting: string;
  /** Jobs of the project beside those of the README. */
  readonly moreJobs?: Mapping;
  /** What a person may believe when it has ended well. */
  readonly asIntended: string;
  play(stage: RehearsalStage, story: Story): Promise<void>;
}

export interface RehearsalStage {
  readonly cloud: Cloud;
  readonly project: Project;
  /** Runs the pipeline of the last commit, or these jobs of it. */
  pipeline(scope: Pick<RunOptions, 'jobs'>): Promise<PipelineResult>;
}

export interface Stagehand {
  /** A line of the rehearsal itself. */
  say(text: string): void;
  /** What the pipeline prints, as it prints it. */
  onOutput(text: string): void;
  readonly signal: AbortSignal;
}

/** Takes the sample project through the whole pipeline. Answers the steps; whatever it started is gone again. */
export async function rehearse(rehearsal: Rehearsal, stagehand: Stagehand): Promise<readonly Step[]> {
  const { signal } = stagehand;
  const story = storyOf(stagehand);
  const undo: (() => Promise<void>)[] = [];
  try {
    const engine = await story.step('a container engine', async () => {
      const found = await obtainEngine(stagehand.say);
      undo.unshift(() => found.stop());
      return { value: found, seen: found.origin === 'found' ? 'one was running' : 'started one' };
    });
    const cloud = await story.step('a simulated AWS account', async () => {
      const opened = await openCloud(engine, rehearsal.cloud);
      undo.unshift(() => opened.close());
      return { value: opened, seen: `ECS, ECR and a registry at ${opened.registry}` };
    });
    const project = await story.step('a sample project', async () => {
      const created = await createProject(sampleProject(rehearsal.greeting, rehearsal.moreJobs));
      undo.unshift(() => created.remove());
      const template = await readFile(path.join(root, 'templates/deploy.yml'), 'utf8');
      await created.publish('platform/ecs-cd', version, { 'templates/deploy.yml': template });
      return { value: created, seen: `includes the component at ${version}` };
    });
    await rehearsal.play(
      { cloud, project, pipeline: pipelineOf({ engine, cloud, project, stagehand }) },
      story,
    );
    return story.steps();
  } finally {
    stagehand.say(signal.aborted ? 'interrupted: removing what was started' : 'removing what was started');
    for (const each of undo)
      await each().catch((error: unknown) => stagehand.say(`left behind: ${String(error)}`));
  }
}

interface Parts {
  readonly engine: ContainerEngine;
  readonly cloud: Cloud;
  readonly project: Project;
  readonly stagehand: Stagehand;
}

const pipelineOf =
  ({ engine, cloud, project, stagehand }: Parts): RehearsalStage['pipeline'] =>
  (scope) =>
    runPipeline(project, {
      ...scope,
      runner: [process.execPath, path.join(root, 'dist/ecs-cd.cjs')],
      variables: cloud.variables,
      env: engine.env,
      onOutput: stagehand.onOutput,
      signal: stagehand.signal,
    });
