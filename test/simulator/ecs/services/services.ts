import { isDeepStrictEqual } from 'node:util';
import type { DescribeServicesRequest, UpdateServiceRequest } from '@aws-sdk/client-ecs';
import { awsError, type Operation } from '../../api';
import { errorTexts } from '../../texts';
import { ecsArn, nameOf } from '../arns';
import { startDeployment } from '../deployments/deployments';
import { clusterOf, findService, findTaskDefinition, serviceOf } from '../lookups';
import type { Model, Service, TaskDefinitionRecord } from '../model';
import { serviceView } from './service-views';
import { isRolling } from '../traffic/traffic';

/** (AWS docs) */
const describedAtOnce = 10;

export function serviceOperations(model: Model): Record<string, Operation> {
  return {
    DescribeServices({ cluster, services = [] }: DescribeServicesRequest) {
      if (services.length > describedAtOnce) {
        throw awsError('InvalidParameterException', errorTexts.tooMany('Services', describedAtOnce));
      }
      const inCluster = clusterOf(model, cluster);
      const found = services.map((reference) => ({ reference, service: findService(inCluster, reference) }));
      return {
        services: found.flatMap(({ service }) => (service ? [serviceView(model, service)] : [])).toReversed(),
        failures: found
          .filter(({ service }) => !service)
          .map(({ reference }) => ({
            arn: reference.startsWith('arn:')
              ? reference
              : ecsArn(model.setting, `service/${inCluster.name}/${nameOf(reference)}`),
            reason: 'MISSING',
          })),
      };
    },

    UpdateService: (input: UpdateServiceRequest) => ({
      service: serviceView(model, updateService(model, input)),
    }),
  };
}

export function updateService(model: Model, input: UpdateServiceRequest): Service {
  const service = serviceOf(clusterOf(model, input.cluster), input.service ?? '');
  if (service.status !== 'ACTIVE') {
    throw awsError('ServiceNotActiveException', errorTexts.serviceNotActive);
  }
  refuseOtherControllers(service, input);
  // (inference, from what people ask for: the strategy of such a service cannot be changed this way either)
  if (service.managedBy === 'ECS') throw awsError('InvalidParameterException', errorTexts.expressService);
  if (service.schedulingStrategy === 'DAEMON' && input.desiredCount !== undefined)
    throw awsError('InvalidParameterException', errorTexts.daemonCount);
  const taskDefinition =
    input.taskDefinition === undefined
      ? service.taskDefinition
      : activeTaskDefinition(model, input.taskDefinition);
  refuseUnfitBalancers(service, input);
  const isNew = taskDefinition !== service.taskDefinition || changesDeployment(service, input);
  applyTo(service, input);
  service.taskDefinition = taskDefinition;
  if (isNew || input.forceNewDeployment) startDeployment(model, service);
  else if (service.deployments[0]) service.deployments[0].desiredCount = service.desiredCount;
  model.changed(service);
  return service;
}

function refuseOtherControllers({ controller }: Service, input: UpdateServiceRequest) {
  // A service may leave the other controllers in the same call. (AWS docs)
  if (controller === 'ECS' || input.deploymentController?.type === 'ECS') return;
  const member = ['taskDefinition', 'networkConfiguration', 'loadBalancers', 'platformVersion'].find(
    (name) => name in input,
  );
  if (controller === 'EXTERNAL') {
    if (member) throw awsError('InvalidParameterException', errorTexts.external(member));
    return;
  }
  if (member) throw awsError('InvalidParameterException', errorTexts.codeDeployTaskDefinition);
  if (input.forceNewDeployment) throw awsError('InvalidParameterException', errorTexts.codeDeployForce);
}

/** ECS looks at what the update names. */
function refuseUnfitBalancers({ configuration, ...service }: Service, input: UpdateServiceRequest) {
  const strategy = input.deploymentConfiguration?.strategy ?? configuration.strategy;
  const isNamed = input.loadBalancers !== undefined || input.deploymentConfiguration?.strategy !== undefined;
  const isFit = (input.loadBalancers ?? service.loadBalancers).every((one) => one.advancedConfiguration);
  if (isNamed && !isRolling({ strategy }) && !isFit)
    throw awsError('InvalidParameterException', errorTexts.advancedRequired);
}

export function activeTaskDefinition(model: Model, reference: string): TaskDefinitionRecord {
  const record = findTaskDefinition(model, reference);
  if (!record) throw awsError('ClientException', errorTexts.taskDefinitionUnknown);
  if (record.status !== 'ACTIVE') throw awsError('ClientException', errorTexts.taskDefinitionInactive);
  return record;
}

/** Members beside the task definition that need new tasks. (AWS docs) */
const deploymentMembers = [
  'networkConfiguration',
  'platformVersion',
  'serviceRegistries',
  'serviceConnectConfiguration',
  'volumeConfigurations',
  'vpcLatticeConfigurations',
] as const;

const changesDeployment = (service: Service, input: UpdateServiceRequest) =>
  deploymentMembers.some(
    (name) => input[name] !== undefined && !isDeepStrictEqual(input[name], service.settings[name]),
  ) ||
  (input.loadBalancers !== undefined && !isDeepStrictEqual(input.loadBalancers, service.loadBalancers));

/** Members that have a place of their own; everything else is carried as it is. */
const membersOfTheirOwn: readonly string[] = [
  'service',
  'cluster',
  'taskDefinition',
  'forceNewDeployment',
  'desiredCount',
  'deploymentConfiguration',
  'deploymentController',
  'loadBalancers',
];

function applyTo(service: Service, input: UpdateServiceRequest) {
  service.desiredCount = input.desiredCount ?? service.desiredCount;
  service.configuration = { ...service.configuration, ...input.deploymentConfiguration };
  service.controller = input.deploymentController?.type ?? service.controller;
  service.loadBalancers = input.loadBalancers ?? service.loadBalancers;
  const rest = Object.entries(input).filter(([name]) => !membersOfTheirOwn.includes(name));
  service.settings = { ...service.settings, ...Object.fromEntries(rest) };
}
