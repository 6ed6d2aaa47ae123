import type { UpdateExpressGatewayServiceRequest } from '@aws-sdk/client-ecs';
import { awsError, type Operation } from '../../api';
import { nameOf } from '../arns';
import { startDeployment } from '../deployments/deployments';
import { clusterOf, serviceOf } from '../lookups';
import type { Model, Service, TaskDefinitionRecord } from '../model';
import { activeTaskDefinition } from './services';

const refused = (text: string) => awsError('InvalidParameterException', text);

/** Services in Express Mode, with a task definition of one's own. The texts are inference, what they say is AWS docs. */
export const expressOperations = (model: Model): Record<string, Operation> => ({
  UpdateExpressGatewayService(input: UpdateExpressGatewayServiceRequest) {
    const service = expressServiceOf(model, input.serviceArn ?? '');
    const beside = [
      'primaryContainer',
      'executionRoleArn',
      'taskRoleArn',
      'cpu',
      'memory',
      'cpuArchitecture',
    ];
    if (input.taskDefinitionArn === undefined || beside.some((member) => member in input))
      throw refused('Specify either taskDefinitionArn or a primaryContainer with its settings.');
    const taskDefinition = activeTaskDefinition(model, input.taskDefinitionArn);
    refuseUnfit(taskDefinition);
    if (taskDefinition !== service.taskDefinition) {
      service.taskDefinition = taskDefinition;
      startDeployment(model, service);
      model.changed(service);
    }
    return { service: updatedView(service) };
  },
});

function expressServiceOf(model: Model, arn: string): Service {
  const [cluster] = arn.split(':service/')[1]?.split('/') ?? [];
  const service = serviceOf(clusterOf(model, cluster), nameOf(arn));
  if (service.managedBy !== 'ECS') throw refused('The service is not an Express Gateway service.');
  return service;
}

function refuseUnfit({ definition }: TaskDefinitionRecord): void {
  const ports = definition.containerDefinitions?.find(({ name }) => name === 'Main')?.portMappings ?? [];
  if (ports.length !== 1 || ports[0]?.containerPort === undefined || ports[0].name === undefined)
    throw refused(
      'The task definition must have a container named Main with a single named TCP port mapping.',
    );
  if (!definition.requiresCompatibilities?.includes('FARGATE'))
    throw refused('The task definition must have FARGATE compatibility.');
}

const updatedView = (service: Service) => ({
  serviceArn: service.arn,
  cluster: service.cluster.name,
  serviceName: service.name,
  status: { statusCode: service.status },
  targetConfiguration: { taskDefinitionArn: service.taskDefinition.arn },
  createdAt: new Date(service.createdAt),
});
