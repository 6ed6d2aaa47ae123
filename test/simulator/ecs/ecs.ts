import type { Api, Setting } from '../api';
import type { Timings } from '../timings';
import type { Model, Service } from './model';
import { scheduler } from './scheduler';
import { serviceDeploymentOperations } from './service-deployments';
import { serviceOperations } from './services';
import { taskDefinitionOperations } from './task-definitions';
import { taskOperations } from './task-queries';
import type { TaskRunner } from './task-runner';

interface Parts {
  readonly setting: Setting;
  readonly timings: Timings;
  readonly runTask: TaskRunner;
  readonly digestOf: (image: string) => string | undefined;
}

export function createModel(parts: Parts): Model {
  const model: Model = {
    ...parts,
    clusters: new Map(),
    families: new Map(),
    alarms: new Map(),
    targetProblems: new Map(),
    deregistrationDelays: new Map(),
    logs: new Map(),
    records: { afterMs: parts.timings.recordMs },
    changed: (service: Service) => look(service),
  };
  const look = scheduler(model);
  return model;
}

export const ecsApi = (model: Model): Api => ({
  service: 'ecs',
  operations: {
    ...taskDefinitionOperations(model),
    ...serviceOperations(model),
    ...serviceDeploymentOperations(model),
    ...taskOperations(model),
  },
});
