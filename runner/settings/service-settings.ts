import { disagreementsOf } from './disagreements';
import type { Problem } from '../errors';
import { awsSettingsOf } from './aws-settings';
import { logLineCountOf, pathInside, regionOf } from './checks/checks';
import { durationOf } from './checks/duration';
import { clusterNameOf, serviceNameOf } from './checks/ecs-names';
import { type Field, type Inputs, mapped, required, valueOf } from './fields';
import { gitlabJobOf } from './variables/gitlab-job';
import type { ServiceSettings } from './settings';

type Fields = { readonly [K in keyof ServiceSettings]: Field<ServiceSettings[K]> };

/** What every command needs that works on a service, and where the names contradict each other. */
export function serviceFieldsOf(
  inputs: Inputs,
  aws = awsSettingsOf(inputs),
): {
  readonly fields: Fields;
  readonly disagreements: readonly Problem[];
} {
  const cluster = required(inputs, 'CLUSTER_NAME', clusterNameOf);
  const service = required(inputs, 'SERVICE_NAME', serviceNameOf);
  const { projectDir } = gitlabJobOf(inputs.env, inputs.cwd);
  return {
    fields: {
      service: mapped(service, (name) => name.given),
      cluster: mapped(cluster, (name) => name.given),
      timeoutSeconds: required(inputs, 'ECS_CD_TIMEOUT', durationOf(10, '; a rollout takes minutes')),
      logLines: required(inputs, 'ECS_CD_LOG_LINES', logLineCountOf),
      dotenv: required(inputs, 'ECS_CD_DOTENV', pathInside(projectDir)),
      aws,
    },
    disagreements: disagreementsOf(
      {
        region: valueOf(required(inputs, 'AWS_DEFAULT_REGION', regionOf)),
        cluster: valueOf(cluster),
        service: valueOf(service),
      },
      inputs,
    ),
  };
}
