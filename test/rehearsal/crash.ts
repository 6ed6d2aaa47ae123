import type { Rehearsal } from './rehearsal';
import type { Stage } from './cloud';
import { crashingCommit, lastWords } from './sample-project';

const greeting = 'hello from version 1';

/** A commit that works goes through the whole pipeline; the next one crashes at start, and is taken back. */
export const crash: Rehearsal = {
  cloud: {
    greeting: 'the service before its first deployment',
    deploymentConfiguration: { deploymentCircuitBreaker: { enable: true, rollback: true } },
  },
  greeting,
  asIntended: 'the second commit crashed, its job is red (exit 6), and the first one still answers',
  async play({ cloud, project, pipeline }, story) {
    const ask = async (stage: Stage) => {
      const answer = await cloud.ask(stage);
      expect(answer === greeting, `${stage} answers "${answer}", not "${greeting}"`);
      return { value: answer, seen: `"${answer}"` };
    };
    story.act('a commit that works');
    await story.step('commit 1: build, deploy staging', async () => {
      const { exitCode } = await pipeline({});
      expect(exitCode === 0, 'the pipeline of a good commit failed');
      return { value: undefined, seen: 'pipeline passed' };
    });
    await story.step('commit 1: ask staging', () => ask('staging'));
    await story.step('commit 1: deploy production, by hand', async () => {
      const { exitCode } = await pipeline({ jobs: ['deploy production'] });
      expect(exitCode === 0, 'the deployment to production failed');
      return { value: undefined, seen: 'job passed' };
    });
    await story.step('commit 1: ask production', () => ask('production'));

    story.act('a commit whose container crashes at start');
    await project.commit(crashingCommit);
    await story.step('commit 2 crashes: build, deploy staging', async () => {
      const { exitCode, output } = await pipeline({});
      expect(exitCode !== 0, 'the pipeline of a crashing commit passed');
      expect(/verdict +rolled-back \(exit 6\)/.test(output), 'the verdict is not rolled-back');
      const cause = /why +(.*)/.exec(output)?.[1] ?? '';
      expect(cause.includes('exited with code 1'), 'the log does not name the cause');
      expect(output.includes(`| Error: ${lastWords}`), 'the log does not show what the container said');
      return { value: output, seen: `job failed, rolled back: "${lastWords}"` };
    });
    await story.step('commit 2 crashes: ask staging', () => ask('staging'));
  },
};

function expect(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
