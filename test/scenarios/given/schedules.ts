import type { ServiceFixture } from '../../service-fixture';
import { scheduleRole } from '../../simulator/schedules';

/** What a job with schedules has, and its policy. */
export const schedules = {
  ECS_CD_SCHEDULES: 'nightly,cleanup',
  ECS_CD_SCHEDULE_ROLE_ARN: scheduleRole,
};

/** A schedule and a rule that run `web:1`. */
export const scheduled = ({ aws: { world } }: ServiceFixture): void => {
  const TaskDefinitionArn = 'arn:aws:ecs:eu-central-1:123456789012:task-definition/web:1';
  const Arn = 'arn:aws:ecs:eu-central-1:123456789012:cluster/shop';
  world.createSchedule('nightly', TaskDefinitionArn);
  world.createRule('cleanup', [
    { Id: 'a', Arn, RoleArn: scheduleRole, EcsParameters: { TaskDefinitionArn } },
  ]);
};
