import { familyRevisionOf } from '../names/arn';
import type { Replacement } from '../recording/recording';
import { originIn } from '../task-definition/origin-tags';
import type { ImageSettings } from '../settings/image-settings';
import { plannedDifferences } from './plan';
import type { Release } from './release';
import { runningImagesOf, type RevisionToRun } from './revision-to-run';

/** What a release brings in place of what, for the report. */
export function replacementOf(
  { choice, commit }: Pick<Release, 'choice'> & { readonly commit: string | undefined },
  { taskDefinition }: Pick<RevisionToRun, 'taskDefinition'>,
  { tag }: ImageSettings,
): Replacement {
  const { running, change } = choice;
  const before = running?.taskDefinition.taskDefinitionArn;
  return {
    before:
      before === undefined
        ? undefined
        : {
            revision: familyRevisionOf(before),
            image: runningImagesOf(choice)[0],
            commit: originIn(running?.tags ?? []).commit,
          },
    after: { revision: familyRevisionOf(taskDefinition), image: change.image, tag, commit },
    differences: plannedDifferences(choice),
  };
}
