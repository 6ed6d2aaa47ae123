import type { PolicyDocument, Statement } from '../../runner/iam/policy-document';
import { allows, fits, type Request } from './policy-evaluator';

const sentence = ({ action, resource, context = {} }: Request) =>
  `${action} on ${resource ?? ''} ${JSON.stringify(context)}`;

/** What is asked for and not allowed. */
export function deniedBy(policy: PolicyDocument, requests: readonly Request[]): readonly string[] {
  return [...new Set(requests.filter((request) => !allows(policy, request)).map(sentence))];
}

/** What is allowed and never asked for: each action on each resource of each statement has to be of use. */
export function unusedIn(policy: PolicyDocument, requests: readonly Request[]): readonly string[] {
  return policy.Statement.flatMap((statement) =>
    grantsIn(statement)
      .filter((grant) => !requests.some((request) => fits(grant, request)))
      .map(({ Action, Resource = [] }) => `${Action.join()} on ${Resource.join()} (${statement.Sid})`),
  );
}

function grantsIn(statement: Statement): readonly Statement[] {
  const { Action, Resource = [] } = statement;
  return Action.flatMap((action) =>
    Resource.map((resource) => ({ ...statement, Action: [action], Resource: [resource] })),
  );
}

/** Ends of ARNs that nobody can know before: a task, an instance, a deployment, a revision, a log stream. */
const openEnds = [
  /(?<=:secret:.+)-\w{6}$/,
  /(?<=:service-deployment\/[^/]+\/[^/]+\/).*$/,
  /(?<=:service-revision\/[^/]+\/[^/]+\/).*$/,
  /(?<=:(?:task|container-instance)\/[^/]+\/).*$/,
  /(?<=:task-definition\/[^/:]+:).*$/,
  /(?<=:log-stream:).*$/,
];

/** The same text with each of its parts changed in turn, but for an end that is open. */
function changesOf(text: string): readonly string[] {
  if (text === '*') return [];
  const [open = ''] = openEnds.map((end) => end.exec(text)?.[0]).filter((end) => end !== undefined);
  const fixed = text.slice(0, text.length - open.length);
  const parts = [...fixed.matchAll(/[^:/]+/g)].filter(([part]) => part !== 'arn');
  return parts.map(({ 0: part, index }) => {
    const end = index + part.length;
    return `${fixed.slice(0, end)}-other${fixed.slice(end)}${open}`;
  });
}

/**
 * The same asked about something else: another account, region, cluster, service, family, role, repository or log group.
 * A policy that is no wider than it has to be allows none of it.
 */
function nextDoor(requests: readonly Request[]): readonly Request[] {
  return requests.flatMap((request) => {
    const { resource = '*', context = {} } = request;
    // What an ARN says, no condition has to say again.
    const keys = Object.keys(context).filter((key) => key !== 'ecs:cluster' || resource === '*');
    return [
      ...changesOf(resource).map((changed) => ({ ...request, resource: changed })),
      ...keys.flatMap((key) =>
        changesOf(context[key] ?? '').map((changed) => ({
          ...request,
          context: { ...context, [key]: changed },
        })),
      ),
    ];
  });
}

/** What is allowed next door. */
export function reachOf(policy: PolicyDocument, requests: readonly Request[]): readonly string[] {
  return [
    ...new Set(
      nextDoor(requests)
        .filter((request) => allows(policy, request))
        .map(sentence),
    ),
  ];
}
