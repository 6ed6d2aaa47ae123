import { awsErrorKindOf } from '../aws/aws-error';
import type { Clock } from '../clock';
import type { JobLog } from '../report/job-log';
import type { Ecs } from './ecs';
import { stoppedGroupsOf, type StoppedGroup } from './stopped-tasks';

export interface Diagnosis {
  /** Looks at the stopped tasks of the deployment and tells each cause the first time it is seen. */
  look(): Promise<void>;
  /** The same, if more tasks have failed than at the last look, and not too often: each look is two calls. */
  lookIfMore(failedTasks: number): Promise<void>;
  /** What the last look saw. */
  causes(): readonly StoppedGroup[];
}

const betweenLooksMs = 60_000;

/** Why the tasks of one deployment (`ecs-svc/N`) stop. Best effort: it never ends the run that asks. */
export function diagnosisOf(
  deploymentId: string,
  { ecs, log, clock }: { ecs: Ecs; log: JobLog; clock: Clock },
): Diagnosis {
  let groups: StoppedGroup[] = [];
  let isPermitted = true;
  let failedBefore = 0;
  let lastLook = -Infinity;

  async function look() {
    if (!isPermitted) return;
    lastLook = clock.now();
    try {
      const told = new Set(groups.map(({ cause }) => cause));
      groups = stoppedGroupsOf(await ecs.describeTasks('STOPPED'), deploymentId);
      for (const { cause, taskIds } of groups) {
        if (!told.has(cause)) log.warning(`task ${taskIds[0] ?? ''} stopped: ${cause}`);
      }
    } catch (error) {
      if (awsErrorKindOf(error) !== 'denied') return;
      isPermitted = false;
      log.warning(`cannot say why tasks stop: ${(error as Error).message}`);
    }
  }

  return {
    look,
    causes: () => groups,
    async lookIfMore(failedTasks) {
      if (failedTasks <= failedBefore || clock.now() - lastLook < betweenLooksMs) return;
      failedBefore = failedTasks;
      await look();
    },
  };
}
