import type { TaskRunner } from '../simulator/ecs/tasks/task-runner';
import type { Simulator } from '../simulator/simulator';

/** The service `web` of the cluster `shop`, which runs one task of that image. */
export function openService({ world }: Simulator, image: string): void {
  world.createCluster('shop');
  world.registerTaskDefinition({
    family: 'web',
    containerDefinitions: [{ name: 'web', image, memory: 128 }],
  });
  world.createService({
    cluster: 'shop',
    name: 'web',
    taskDefinition: 'web',
    launchType: 'EC2',
    desiredCount: 1,
  });
}

/** What the service runs is not what is looked at here. */
export const healthyAtOnce: TaskRunner = (_, report, clock) => {
  clock.schedule(0, () => {
    report.pulled();
    report.running();
    report.healthy();
  });
  return {
    async stop() {
      report.stopped({ stopCode: 'UserInitiated', stoppedReason: 'Scaling activity', containers: [] });
    },
  };
};
