import * as sdk from '@aws-sdk/client-ecs';
import { awsError, type Operation } from '../api';
import { errorTexts } from '../texts';
import { stages, stagesWithoutPause } from './stages/stages';

/** A list, a range, or an enum of the SDK; `[]` in a path stands for every item. (the SDK's documentation) */
type Rule = readonly [least: number, most: number] | 'some' | Readonly<Record<string, string>>;

const largest = 2_147_483_647;
const hook = 'deploymentConfiguration.lifecycleHooks[]';

const rules: Readonly<Record<string, Readonly<Record<string, Rule>>>> = {
  DescribeServices: { services: 'some' },
  DescribeTasks: { tasks: 'some' },
  DescribeServiceDeployments: { serviceDeploymentArns: 'some' },
  DescribeServiceRevisions: { serviceRevisionArns: 'some' },
  ListTasks: { desiredStatus: sdk.DesiredStatus, launchType: sdk.LaunchType, maxResults: [1, 100] },
  ListServices: {
    launchType: sdk.LaunchType,
    schedulingStrategy: sdk.SchedulingStrategy,
    maxResults: [1, 100],
  },
  ListClusters: { maxResults: [1, 100] },
  ListTaskDefinitions: { status: sdk.TaskDefinitionStatus, sort: sdk.SortOrder, maxResults: [1, 100] },
  ListServiceDeployments: { 'status[]': sdk.ServiceDeploymentStatus, maxResults: [1, 100] },
  ContinueServiceDeployment: { action: sdk.DeploymentLifecycleHookAction },
  StopServiceDeployment: { stopType: sdk.StopServiceDeploymentStopType },
  RegisterTaskDefinition: {
    networkMode: sdk.NetworkMode,
    pidMode: sdk.PidMode,
    ipcMode: sdk.IpcMode,
    'requiresCompatibilities[]': sdk.Compatibility,
    'containerDefinitions[].logConfiguration.logDriver': sdk.LogDriver,
    'containerDefinitions[].dependsOn[].condition': sdk.ContainerCondition,
    'containerDefinitions[].portMappings[].protocol': sdk.TransportProtocol,
    'containerDefinitions[].portMappings[].containerPort': [0, 65_535],
    'containerDefinitions[].healthCheck.interval': [5, 300],
    'containerDefinitions[].healthCheck.timeout': [2, 120],
    'containerDefinitions[].healthCheck.retries': [1, 10],
    'containerDefinitions[].healthCheck.startPeriod': [0, 300],
  },
  UpdateService: {
    desiredCount: [0, largest],
    healthCheckGracePeriodSeconds: [0, largest],
    propagateTags: sdk.PropagateTags,
    availabilityZoneRebalancing: sdk.AvailabilityZoneRebalancing,
    'deploymentController.type': sdk.DeploymentControllerType,
    'deploymentConfiguration.strategy': sdk.DeploymentStrategy,
    'deploymentConfiguration.minimumHealthyPercent': [0, largest],
    'deploymentConfiguration.maximumPercent': [0, largest],
    'deploymentConfiguration.bakeTimeInMinutes': [0, 1440],
    'deploymentConfiguration.linearConfiguration.stepPercent': [3, 100],
    'deploymentConfiguration.linearConfiguration.stepBakeTimeInMinutes': [0, 1440],
    'deploymentConfiguration.canaryConfiguration.canaryPercent': [0.1, 100],
    'deploymentConfiguration.canaryConfiguration.canaryBakeTimeInMinutes': [0, 1440],
    'deploymentConfiguration.earlySuccessCriteria.healthyPercent': [0, 100],
    [`${hook}.targetType`]: sdk.DeploymentLifecycleHookTargetType,
    [`${hook}.timeoutConfiguration.timeoutInMinutes`]: [1, 20_160],
    [`${hook}.timeoutConfiguration.action`]: sdk.DeploymentLifecycleHookAction,
    [`${hook}.lifecycleStages[]`]: Object.fromEntries(stages.map((stage) => [stage, stage])),
  },
};

/** Refuses values that AWS's documentation rules out, before the operation looks at what they mean. */
export const withValueRules = (operations: Readonly<Record<string, Operation>>): Record<string, Operation> =>
  Object.fromEntries(
    Object.entries(operations).map(([name, operation]): [string, Operation] => [
      name,
      (input: never, context) => {
        refuseValues(name, input);
        return operation(input, context);
      },
    ]),
  );

function refuseValues(operation: string, input: unknown): void {
  const error = operation === 'RegisterTaskDefinition' ? 'ClientException' : 'InvalidParameterException';
  for (const [path, rule] of Object.entries(rules[operation] ?? {})) {
    for (const value of valuesAt(input, path.split('.'))) {
      const problem = problemOf(path, value, rule);
      if (problem !== undefined) throw awsError(error, problem);
    }
  }
  if (operation === 'UpdateService') refuseMisplacedPause(input as sdk.UpdateServiceRequest);
}

function problemOf(path: string, value: unknown, rule: Rule): string | undefined {
  const name = path.split('.').at(-1)?.replace('[]', '') ?? path;
  if (rule === 'some') return (value as unknown[]).length === 0 ? errorTexts.emptyList(name) : undefined;
  if (Array.isArray(rule)) {
    const [least, most] = rule as readonly [number, number];
    return Number(value) < least || Number(value) > most
      ? errorTexts.outOfRange(name, least, most)
      : undefined;
  }
  const known = Object.values(rule);
  return known.includes(String(value)) ? undefined : errorTexts.notInEnum(name, String(value), known);
}

/** What is there on the way; a member that is not given breaks no rule. */
function valuesAt(value: unknown, [step, ...rest]: readonly string[]): unknown[] {
  if (step === undefined) return [value];
  const member = (value as Readonly<Record<string, unknown>>)[step.replace('[]', '')];
  if (member === undefined) return [];
  const items = step.endsWith('[]') ? (member as unknown[]) : [member];
  return items.flatMap((item) => valuesAt(item, rest));
}

function refuseMisplacedPause({ deploymentConfiguration }: sdk.UpdateServiceRequest): void {
  const isMisplaced = (deploymentConfiguration?.lifecycleHooks ?? []).some(
    ({ targetType, lifecycleStages = [] }) =>
      targetType === 'PAUSE' && lifecycleStages.some((stage) => stagesWithoutPause.includes(stage)),
  );
  if (isMisplaced) throw awsError('InvalidParameterException', errorTexts.pauseStage);
}
