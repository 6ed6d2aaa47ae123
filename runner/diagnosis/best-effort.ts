import { EcsCdError } from '../errors';
import type { Timeline } from '../log/timeline';

/** Does something that is good to have; undefined where it cannot be had. */
export type BestEffort = <T>(work: () => Promise<T>) => Promise<T | undefined>;

/** What is not permitted is told once, as `missing`, and not tried again; what gets no answer now may get one later. */
export function bestEffort(missing: string, timeline: Timeline): BestEffort {
  let isPermitted = true;
  return async (work) => {
    if (!isPermitted) return undefined;
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof EcsCdError)) throw error;
      if (error.verdict !== 'rejected') return undefined;
      isPermitted = false;
      timeline.tell(`${missing}: ${error.message}${error.fix === undefined ? '' : `; ${error.fix}`}`);
      return undefined;
    }
  };
}
