import { EcsCdError } from '../../errors';
import type { Outcome } from '../../verdict/outcome';
import type { Member } from './company';

export interface Told {
  readonly answered?: ReadonlySet<string> | undefined;
  readonly onPause?: 'end';
}

/**
 * What a deployment was told at its gate. One of several that could not be told waits on and is followed all the same: it
 * goes back where the others do, and they do not go back for it.
 */
export function toldBy(answer: () => Promise<ReadonlySet<string>> | undefined, member: Member | undefined) {
  let refusal: Partial<Outcome> = {};
  return {
    /** What there is to say of one that waits on. */
    refusal: () => refusal,
    async tell(): Promise<Told> {
      try {
        return { answered: await answer() };
      } catch (error) {
        if (!member || !(error instanceof EcsCdError)) throw error;
        const { verdict, message: happened, fix } = error;
        refusal = { verdict, happened, ...(fix === undefined ? {} : { fix }) };
        return { onPause: 'end' };
      }
    },
  };
}
