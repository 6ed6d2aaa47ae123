import { logLineCountOf } from './checks/checks';
import { durationOf } from './checks/duration';
import { type Field, type Inputs, required, sliceOf } from './fields';
import type { FollowSettings } from './slices';

export function followSettingsOf(
  inputs: Inputs,
  failFast: Field<FollowSettings['failFast']>,
): Field<FollowSettings> {
  return sliceOf<FollowSettings>({
    timeoutSeconds: required(inputs, 'ECS_CD_TIMEOUT', durationOf(10, '; a rollout takes minutes')),
    logLines: required(inputs, 'ECS_CD_LOG_LINES', logLineCountOf),
    failFast,
  });
}
