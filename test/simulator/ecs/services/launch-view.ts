import type { CapacityProviderStrategyItem, LaunchType, Task } from '@aws-sdk/client-ecs';
import type { Service } from '../model';

interface Launch {
  readonly launchType?: LaunchType;
  readonly capacityProviderStrategy?: CapacityProviderStrategyItem[];
}

/** (AWS docs) a capacity provider strategy stands in place of a launch type. */
export const launchView = ({ settings, launchType }: Service): Launch =>
  settings.capacityProviderStrategy
    ? { capacityProviderStrategy: settings.capacityProviderStrategy }
    : { launchType };

export const launchTypeOf = (service: Service): Launch['launchType'] => launchView(service).launchType;

/** What a task says: what it really runs on, and who provided that. (field report) */
export function taskLaunchView({
  settings,
  launchType,
}: Service): Pick<Task, 'launchType' | 'capacityProviderName'> {
  const [first] = settings.capacityProviderStrategy ?? [];
  if (!first) return { launchType };
  const { capacityProvider = '' } = first;
  return {
    launchType: capacityProvider.startsWith('FARGATE') ? 'FARGATE' : 'EC2',
    capacityProviderName: capacityProvider,
  };
}
