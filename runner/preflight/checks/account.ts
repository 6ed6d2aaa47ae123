import type { Service } from '@aws-sdk/client-ecs';
import { isImageOf } from '../../names/image-reference';
import { arnPartsOf } from '../../names/arn';
import { runningImagesOf } from '../../release/revision-to-run';
import type { PreflightEvidence } from '../evidence/evidence';
import { errorOf, warningOf, type Found } from '../evidence/finding';
import type { Caller } from '../evidence/surroundings-api';

/** Whether this is the account that ECS_CD_ACCOUNT_ID allows. A service's ARN says its account as surely as STS does. */
export function rightAccount(
  accountId: string | undefined,
  service: Service | undefined,
  caller?: Caller,
): ReturnType<typeof errorOf> | undefined {
  const actual = arnPartsOf(service?.serviceArn ?? '')?.accountId ?? caller?.accountId;
  if (accountId === undefined || actual === undefined || actual === accountId) return undefined;
  return errorOf(
    'ECS_CD_ACCOUNT_ID',
    `the credentials of this job lead to account ${actual}, not to ${accountId}`,
    'check the environment scope of the credentials (AWS_ACCESS_KEY_ID or ECS_CD_ROLE_ARN), or correct ECS_CD_ACCOUNT_ID',
  );
}

/** Many companies have one account for all images, so that alone is nothing to warn of; a sudden change is. */
export function imageAccount({ repository, release, service }: PreflightEvidence): Found {
  const account = arnPartsOf(service.serviceArn ?? '')?.accountId;
  const { registryId } = repository;
  const [image] = runningImagesOf(release.choice);
  const isOwn = registryId === undefined || account === undefined || registryId === account;
  if (isOwn || image === undefined || isImageOf(repository, image)) return undefined;
  return warningOf(
    'REPOSITORY_URL',
    `the image is in account ${registryId}, the service in ${account}, and what it runs does not come from there`,
    'nothing, if that is intended and the repository lets the execution role pull; else correct REPOSITORY_URL',
  );
}
