import type { Story } from '../story';

/** What the story of a canary needs: jobs of a pipeline, and users. */
export interface CanaryStage {
  /** Commits that version of the project, and builds it. */
  commit(version: number): Promise<void>;
  /** Runs a job of the last commit's pipeline. Answers what it printed. */
  job(name: 'deploy' | 'continue' | 'reject'): Promise<string>;
  /** One request of a user: what comes back. */
  ask(): Promise<string>;
}

export const canaryPercent = 20;
export const greetingOf = (version: number) => `hello from version ${version}`;

/** As many as show the weights as they are. */
const requests = 20;

/**
 * A canary with a gate before each step: what users get before, during and after, where somebody lets it go on, and where
 * somebody rejects it. Throws where anything is not as it should be.
 */
export async function playCanary(stage: CanaryStage, story: Story): Promise<void> {
  const { commit, job } = stage;
  const step = (name: string, play: () => Promise<string>) =>
    story.step(name, async () => ({ value: undefined, seen: await play() }));
  const users = (name: string, percents: Readonly<Record<number, number>>) =>
    step(`users, ${name}`, () => answersOf(stage, percents));
  const paused = (name: string, of: 'deploy' | 'continue', at: string) =>
    step(name, async () => {
      const output = await job(of);
      expect(/^.*verdict +paused \(exit 11\)/m.test(output), `${name} does not end as paused`);
      expect(/is paused at PRE_PRODUCTION_TRAFFIC_SHIFT/.test(output), `${name} does not say where it waits`);
      return `paused (exit 11) at ${at}`;
    });
  const done = (name: string, of: 'continue' | 'reject', seen: string) =>
    step(name, async () => {
      expect(/verdict +succeeded \(exit 0\)/.test(await job(of)), `${name} does not end as succeeded`);
      return seen;
    });
  const toTheFirstStep = async (version: number) => {
    await step(`version ${version}: commit, build`, async () => {
      await commit(version);
      return 'image pushed';
    });
    await paused(`version ${version}: deploy`, 'deploy', '0 %');
    await paused(`version ${version}: continue`, 'continue', `${canaryPercent} %`);
  };
  const half = (before: number, after: number) => ({ [before]: 100 - canaryPercent, [after]: canaryPercent });

  await users('before', { 1: 100 });
  story.act('a canary that somebody lets go on');
  await toTheFirstStep(2);
  await users('while it is paused', half(1, 2));
  await done('version 2: continue once more', 'continue', 'succeeded (exit 0)');
  await users('after', { 2: 100 });

  story.act('a canary that somebody rejects');
  await toTheFirstStep(3);
  await users('while it is paused', half(2, 3));
  await done('version 3: reject', 'reject', 'succeeded (exit 0): taken back');
  await users('after', { 2: 100 });
}

/** Each revision answers as often as its weight says. */
async function answersOf({ ask }: CanaryStage, percents: Readonly<Record<number, number>>): Promise<string> {
  const counts = new Map<string, number>();
  for (let count = 0; count < requests; count += 1) {
    const answer = await ask();
    counts.set(answer, (counts.get(answer) ?? 0) + 1);
  }
  const seen = [...counts].map(([answer, count]) => `${count} x "${answer}"`).toSorted();
  const wanted = Object.entries(percents).map(
    ([version, percent]) => `${(requests * percent) / 100} x "${greetingOf(Number(version))}"`,
  );
  const asked = `of ${requests} requests `;
  expect(
    seen.join() === wanted.toSorted().join(),
    `${asked}${seen.join(' and ')} were answered, not ${wanted.join(' and ')}`,
  );
  return `${asked}${seen.join(', ')}`;
}

function expect(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
