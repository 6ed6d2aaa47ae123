import { breaker, tasks } from '../givens';
import { imageNotFound } from '../../simulator/ecs/tasks/scripted-tasks';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the image was removed from the registry after the job had looked it up',
  covers: ['C 1'],
  fixture: { desiredCount: 1, configuration: breaker },
  given: tasks(imageNotFound('123456789012.dkr.ecr.eu-central-1.amazonaws.com/team/web@sha256:0123')),
  expected: {
    verdict: 'rolled-back',
    words: ['lifecycle policy'],
    cause: 'the registry does not have the image',
    givenUpAfter: 1,
    changes: ['RegisterTaskDefinition', 'UpdateService', 'StopServiceDeployment'],
  },
  truth: { taskDefinition: 'web:1', healthyCount: 1 },
};
