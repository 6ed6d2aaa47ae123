import { orElse } from '../errors';
import type { Timeline } from '../log/timeline';

/**
 * Does something that is good to have; undefined where it cannot be had. What is not permitted is told once, as `missing`,
 * and not tried again; what gets no answer now may get one later.
 */
export function bestEffort(missing: string, timeline: Timeline) {
  let isPermitted = true;
  return async <T>(work: () => Promise<T>) => {
    if (!isPermitted) return undefined;
    return orElse(work(), ({ verdict, message, fix }) => {
      if (verdict !== 'rejected') return undefined;
      isPermitted = false;
      timeline.tell(`${missing}: ${message}${fix === undefined ? '' : `; ${fix}`}`);
      return undefined;
    });
  };
}
