import { accountIdOf } from './checks';
import { revisionOf } from './ecs-names';
import { type Given, optional, settled } from './given';
import { serviceFieldsOf } from './service-settings';
import type { RollbackSettings } from './settings';

/** What `ecs-cd rollback` works with. Throws one error with everything that is wrong. */
export function rollbackSettingsOf(given: Given): RollbackSettings {
  const { fields, disagreements } = serviceFieldsOf(given);
  return settled<RollbackSettings>(
    given,
    {
      ...fields,
      accountId: optional(given, 'ECS_CD_ACCOUNT_ID', accountIdOf),
      to: optional(given, 'ECS_CD_TO', revisionOf),
    },
    disagreements,
  );
}
