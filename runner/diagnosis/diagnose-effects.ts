import type { CallMeter } from '../aws/call-meter';
import type { Clock } from '../clock';
import type { Alarms } from '../cloudwatch/alarms-api';
import type { TaskLogs } from '../cloudwatch/task-logs-api';
import type { Ecs } from '../ecs/ecs-api';
import type { TargetHealth } from '../ecs/target-health-api';
import type { JobLog } from '../log/job-log';

/** What a diagnosis can see. */
export interface DiagnoseEffects {
  readonly ecs: Ecs;
  readonly taskLogs: TaskLogs;
  readonly targetHealth: TargetHealth;
  readonly alarms: Alarms;
  readonly interruption: AbortSignal;
  readonly meter: CallMeter;
  readonly clock: Clock;
  readonly log: JobLog;
}
