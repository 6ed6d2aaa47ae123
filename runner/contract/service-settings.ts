import type { Problem } from '../errors';
import { awsSettingsOf } from './aws-settings';
import { logLinesOf, pathInside, regionOf } from './checks';
import { durationOf } from './duration';
import { clusterOf, disagreementsOf, serviceOf } from './ecs-names';
import { type Field, type Given, mapped, required, valueOf } from './given';
import { gitlabJobOf } from './gitlab-job';
import type { ServiceSettings } from './settings';

type Fields = { readonly [K in keyof ServiceSettings]: Field<ServiceSettings[K]> };

/** What every command needs that works on a service, and where the names contradict each other. */
export function serviceFieldsOf(
  given: Given,
  aws = awsSettingsOf(given),
): {
  readonly fields: Fields;
  readonly disagreements: readonly Problem[];
} {
  const cluster = required(given, 'CLUSTER_NAME', clusterOf);
  const service = required(given, 'SERVICE_NAME', serviceOf);
  const { projectDir } = gitlabJobOf(given.env, given.cwd);
  return {
    fields: {
      service: mapped(service, (name) => name.given),
      cluster: mapped(cluster, (name) => name.given),
      timeoutSeconds: required(given, 'ECS_CD_TIMEOUT', durationOf(10, '; a rollout takes minutes')),
      logLines: required(given, 'ECS_CD_LOG_LINES', logLinesOf),
      dotenv: required(given, 'ECS_CD_DOTENV', pathInside(projectDir)),
      aws,
    },
    disagreements: disagreementsOf(
      {
        region: valueOf(required(given, 'AWS_DEFAULT_REGION', regionOf)),
        cluster: valueOf(cluster),
        service: valueOf(service),
      },
      given,
    ),
  };
}
