import { awsErrorKindOf } from '../aws/aws-error';
import type { JobLog } from '../report/job-log';
import type { Ecs } from './ecs';
import { stoppedGroupsOf, type StoppedGroup } from './stopped-tasks';

export interface Diagnosis {
  /** Looks at the stopped tasks of the deployment and tells each cause the first time it is seen. */
  look(): Promise<void>;
  /** What the last look saw. */
  causes(): readonly StoppedGroup[];
}

/** Why the tasks of one deployment (`ecs-svc/N`) stop. Best effort: it never ends the run that asks. */
export function diagnosisOf(deploymentId: string, { ecs, log }: { ecs: Ecs; log: JobLog }): Diagnosis {
  let groups: StoppedGroup[] = [];
  let isPermitted = true;
  return {
    causes: () => groups,
    async look() {
      if (!isPermitted) return;
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
    },
  };
}
