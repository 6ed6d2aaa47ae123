import type { SimulatorClock } from '../clock';
import type { WireAnswer } from './protocol';

interface Question {
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
}

/** What was answered to which question, for reads that lag behind. */
export function answerHistory(clock: SimulatorClock) {
  const answers = new Map<string, { at: number; answer: WireAnswer }[]>();
  const keyOf = ({ service, operation, input }: Question) => JSON.stringify([service, operation, input]);
  return {
    keep(question: Question, answer: WireAnswer): void {
      if (!/^(Describe|List)/.test(question.operation)) return;
      const key = keyOf(question);
      const known = answers.get(key);
      if (known) known.push({ at: clock.now(), answer });
      else answers.set(key, [{ at: clock.now(), answer }]);
    },
    /** The latest answer that is at least so old; the oldest when none is. */
    before(
      question: Question,
      ageMs: number,
    ): { readonly at: number; readonly answer: WireAnswer } | undefined {
      const known = answers.get(keyOf(question)) ?? [];
      return known.findLast(({ at }) => at <= clock.now() - ageMs) ?? known[0];
    },
  };
}
