import type { Service } from '@aws-sdk/client-ecs';
import { isSettled, primaryOf } from '../../ecs/deployments';
import type { HistoryEffects } from '../../ecs/history';
import type { Release } from '../../release/release';
import { runningImagesOf } from '../../release/revision-to-run';
import { rollbackTargetOf } from '../../release/rollback-target';
import type { RecoverySettings } from '../../settings/slices';
import { ofEach, atOnce, type ServiceRun } from './to-one-verdict';

type Seen = Release & { readonly service: Service };
type Settings = Readonly<{ onFailure: 'all' | 'own'; recovery: RecoverySettings }>;

/** Whether all go back where one of them fails. */
export const isAllOrNone = ([one, other]: readonly { readonly settings: Settings }[]): boolean =>
  other !== undefined && one?.settings.onFailure === 'all' && one.settings.recovery.rollback === 'on';

/**
 * What serves already was brought there by an attempt at this release that was killed, or has ended at a gate, and goes back
 * with the others; not where the others run its image too, so that nothing of the release is new but a revision.
 */
export async function withWayBack<
  Run extends ServiceRun<Settings, HistoryEffects> & { readonly release: Seen },
>(runs: readonly Run[]): Promise<readonly (Run & { readonly release: Run['release'] })[]> {
  const isNew = isAllOrNone(runs) && runs.some(({ release }) => bringsImage(release));
  return ofEach(
    runs,
    async (run) => {
      const { release, effects } = run;
      const { service, isServed } = release;
      const { taskDefinition } = primaryOf(service) ?? {};
      if (!isNew || !isServed || taskDefinition === undefined) return run;
      const target = await rollbackTargetOf(service, taskDefinition, effects);
      return { ...run, release: { ...release, target } };
    },
    atOnce,
  );
}

function bringsImage({ choice, service }: Seen): boolean {
  const primary = primaryOf(service);
  const isAtRest = primary !== undefined && isSettled(primary, service);
  return !isAtRest || runningImagesOf(choice).some((image) => image !== choice.change.image);
}
