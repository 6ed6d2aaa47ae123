import type { Api, Setting } from '../api';
import type { Timings } from '../timings';
import { expressOperations } from './services/express';
import { listOperations } from './lists';
import type { Model, Service } from './model';
import { oneOffTaskOperations } from './tasks/one-off-tasks';
import { scheduler } from './deployments/scheduler';
import { serviceDeploymentOperations } from './deployments/service-deployments';
import { serviceOperations } from './services/services';
import { taskDefinitionOperations } from './task-definitions/task-definitions';
import { taskOperations } from './tasks/task-queries';
import type { TaskRunner } from './tasks/task-runner';
import { withValueRules } from './value-rules';

interface Parts {
  readonly setting: Setting;
  readonly timings: Timings;
  readonly runTask: TaskRunner;
  readonly digestOf: (image: string, isPulled?: boolean) => string | undefined;
}

export function createModel(parts: Parts): Model {
  const model: Model = {
    ...parts,
    clusters: new Map(),
    families: new Map(),
    lastRevisions: new Map(),
    alarms: new Map(),
    targetProblems: new Map(),
    deregistrationDelays: new Map(),
    forwards: new Map(),
    runFailures: [],
    resourceTags: new Map(),
    logs: new Map(),
    records: { afterMs: parts.timings.recordMs },
    changed: (service: Service) => look(service),
  };
  const look = scheduler(model);
  return model;
}

export const ecsApi = (model: Model): Api => ({
  service: 'ecs',
  operations: withValueRules({
    ...listOperations(model),
    ...taskDefinitionOperations(model),
    ...serviceOperations(model),
    ...expressOperations(model),
    ...serviceDeploymentOperations(model),
    ...taskOperations(model),
    ...oneOffTaskOperations(model),
  }),
});
