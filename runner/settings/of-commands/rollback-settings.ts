import { awsSettingsOf } from '../aws-settings';
import { familyRevisionTextOf } from '../checks/ecs-names';
import { type Inputs, optional, settingsOf, sliceOf } from '../fields';
import { followSettingsOf } from '../follow-settings';
import { placeSettingsOf } from '../place-settings';
import { dotenvPathOf } from '../report-settings';
import type { AwsSettings, FollowSettings, PlaceSettings, ReportSettings } from '../slices';

export interface RollbackSettings {
  readonly aws: AwsSettings;
  readonly place: PlaceSettings;
  readonly follow: FollowSettings;
  readonly report: ReportSettings;
  /** ECS_CD_TO: `FAMILY:REVISION`; without it the last revision whose deployment succeeded. */
  readonly to?: string;
}

/** What `ecs-cd rollback` works with. Throws one error with everything that is wrong. */
export function rollbackSettingsOf(inputs: Inputs): RollbackSettings {
  const { place, disagreements } = placeSettingsOf(inputs);
  return settingsOf<RollbackSettings>(
    inputs,
    {
      aws: awsSettingsOf(inputs),
      place,
      // Who takes something back does not wait longer than needed to hear that this fails too.
      follow: followSettingsOf(inputs, { value: 'on' }),
      report: sliceOf<ReportSettings>({ dotenv: dotenvPathOf(inputs) }),
      to: optional(inputs, 'ECS_CD_TO', familyRevisionTextOf),
    },
    disagreements,
  );
}
