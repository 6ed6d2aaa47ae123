/** The last segment of an ARN: a task id, a service revision id, a name. */
export function lastSegmentOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** `sample:7` of a task definition ARN. */
export function familyRevisionOf(taskDefinitionArn: string): string {
  return lastSegmentOf(taskDefinitionArn);
}

export function familyOf(taskDefinitionArn: string): string {
  return familyRevisionOf(taskDefinitionArn).split(':')[0] ?? '';
}

/**
 * The service revision id of a deployment `ecs-svc/N`. The last segment of the `targetServiceRevisionArn` that the
 * deployment's service deployment carries is the same N (field report: terraform-provider-aws depends on it).
 */
export function serviceRevisionIdOf(deploymentId: string): string {
  return lastSegmentOf(deploymentId);
}

/** The deployment that a service revision (an ARN) was made for. */
export function deploymentIdOfRevision(serviceRevisionArn: string): string {
  return `ecs-svc/${lastSegmentOf(serviceRevisionArn)}`;
}

/** The parts of an ARN; undefined for what is none. */
export function arnPartsOf(arn: string) {
  const [, partition = '', service = '', region = '', accountId = '', resource = ''] =
    /^arn:([^:]+):([^:]+):([^:]*):([^:]*):(.+)$/.exec(arn) ?? [];
  return partition ? { partition, service, region, accountId, resource } : undefined;
}
