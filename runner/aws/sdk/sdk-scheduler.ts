import { GetScheduleCommand, SchedulerClient, UpdateScheduleCommand } from '@aws-sdk/client-scheduler';

/** What is used of the client of EventBridge Scheduler: the bundle has nothing else of it. */
export const schedulerSdk = { GetScheduleCommand, SchedulerClient, UpdateScheduleCommand };
