import { mostParameterPages, type Questions } from './questions';

/** So many calls of AWS at most, whatever a task definition has in it. */
const mostCalls = 16;
const mostLogGroups = 3;

/** As many of the questions as are to be asked, and what is left out, by the names that a reader may see. */
export function withinBudget(
  questions: Questions,
  { actions, isPathUnknown }: { readonly actions: number; readonly isPathUnknown: boolean },
  isKnown: (secretId: string) => boolean,
) {
  const { roles, logGroups, secrets, parameters, subnets, targetGroups, drains, alarms } = questions;
  const askedLogGroups = logGroups.slice(0, mostLogGroups);
  // Of the image its platform, the lifecycle policy and the images beside it.
  const callerAndImage = 4 + (isPathUnknown ? 1 : 0);
  const lists = [subnets, targetGroups, drains, alarms].filter(({ length }) => length > 0).length;
  const pages = parameters.length > 0 ? mostParameterPages : 0;
  const room = mostCalls - (callerAndImage + actions + roles.length + lists + pages + askedLogGroups.length);
  // What runs has fetched its secrets: a new one is the one to look at.
  const sorted = secrets.toSorted((a, b) => Number(isKnown(a.id)) - Number(isKnown(b.id)));
  const askedSecrets = sorted.slice(0, Math.max(0, room));
  return {
    asked: { ...questions, logGroups: askedLogGroups, secrets: askedSecrets },
    leftOut: {
      secrets: sorted.slice(askedSecrets.length).map(({ shown }) => shown),
      logGroups: logGroups.slice(mostLogGroups).map(({ name }) => name),
    },
  };
}
