/** What is used of the client of EventBridge Scheduler: the bundle has nothing else of it. */
export { GetScheduleCommand, SchedulerClient, UpdateScheduleCommand } from '@aws-sdk/client-scheduler';
