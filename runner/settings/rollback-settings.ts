import { accountIdOf } from './checks/checks';
import { familyRevisionTextOf } from './checks/ecs-names';
import { type Inputs, optional, settled } from './fields';
import { serviceFieldsOf } from './service-settings';
import type { RollbackSettings } from './settings';

/** What `ecs-cd rollback` works with. Throws one error with everything that is wrong. */
export function rollbackSettingsOf(inputs: Inputs): RollbackSettings {
  const { fields, disagreements } = serviceFieldsOf(inputs);
  return settled<RollbackSettings>(
    inputs,
    {
      ...fields,
      accountId: optional(inputs, 'ECS_CD_ACCOUNT_ID', accountIdOf),
      to: optional(inputs, 'ECS_CD_TO', familyRevisionTextOf),
    },
    disagreements,
  );
}
