import type { Story } from './story';

/** Stories that once broke a property: told again in every test run. */
export const keptStories: readonly { readonly what: string; readonly story: Story }[] = [
  {
    what: 'a hook goes on by itself just after a task has been replaced that failed its health check',
    story: {
      service: {
        desiredCount: 1,
        breaker: { rollback: true },
        pause: { stage: 'POST_PRODUCTION_TRAFFIC_SHIFT', timeoutMinutes: 3, action: 'CONTINUE' },
      },
      newTasks: [{ kind: 'unhealthy-target' }],
      oldTasks: [],
      hands: [],
      faults: [],
      command: 'deploy',
      pace: 'usual',
      timeoutSeconds: 120,
    },
  },
];
