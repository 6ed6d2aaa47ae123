import { performance } from 'node:perf_hooks';

/** One step of the rehearsal, for the table at its end. */
export interface Step {
  readonly name: string;
  readonly seen: string;
  readonly seconds: number;
}

export interface Story {
  act(title: string): void;
  /** Does a step; what it saw goes into the table. */
  step<T>(name: string, play: () => Promise<{ readonly value: T; readonly seen: string }>): Promise<T>;
  steps(): readonly Step[];
}

export function storyOf({ say, signal }: { say(text: string): void; readonly signal: AbortSignal }): Story {
  const steps: Step[] = [];
  return {
    act: (title) => say(`\n=== ${title} ===`),
    async step(name, play) {
      signal.throwIfAborted();
      say(`--- ${name}`);
      const start = performance.now();
      const { value, seen } = await play();
      signal.throwIfAborted();
      steps.push({ name, seen, seconds: (performance.now() - start) / 1000 });
      return value;
    },
    steps: () => steps,
  };
}
