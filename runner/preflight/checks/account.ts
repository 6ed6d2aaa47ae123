import type { Service } from '@aws-sdk/client-ecs';
import type { Caller } from '../evidence/sts-api';
import { isImageOf } from '../../names/image-reference';
import { arnPartsOf } from '../../names/arn';
import { runningImagesOf } from '../../release/revision-to-run';
import type { PreflightEvidence } from '../evidence/evidence';
import { errorOf, warningOf, type PreflightFinding } from '../evidence/finding';
import type { Lookup } from '../evidence/lookup';

/** Whether this is the account that ECS_CD_ACCOUNT_ID allows. A service's ARN says its account as surely as STS does. */
export function rightAccount(
  accountId: string | undefined,
  service: Service | undefined,
  caller?: Lookup<Caller>,
): PreflightFinding[] {
  if (accountId === undefined) return [];
  const seen = caller?.kind === 'seen' ? caller.value.accountId : undefined;
  const actual = arnPartsOf(service?.serviceArn ?? '')?.accountId ?? seen;
  if (actual === undefined || actual === accountId) return [];
  return [
    errorOf(
      'ECS_CD_ACCOUNT_ID',
      `the credentials of this job lead to account ${actual}, not to ${accountId}`,
      'check the environment scope of the credentials (AWS_ACCESS_KEY_ID or ECS_CD_ROLE_ARN), or correct ECS_CD_ACCOUNT_ID',
    ),
  ];
}

/** Many companies have one account for all images, so that alone is nothing to warn of; a sudden change is. */
export function imageAccount({ repository, release, service }: PreflightEvidence): PreflightFinding[] {
  const account = arnPartsOf(service.serviceArn ?? '')?.accountId;
  const [image] = runningImagesOf(release.choice);
  const isOwn =
    repository.registryId === undefined || account === undefined || repository.registryId === account;
  if (isOwn || image === undefined || isImageOf(repository, image)) return [];
  return [
    warningOf(
      'REPOSITORY_URL',
      `the image is in account ${repository.registryId ?? ''}, the service in ${account}, and what it runs does not come from there`,
      'nothing, if that is meant and the repository lets the execution role pull; else correct REPOSITORY_URL',
    ),
  ];
}
