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

/** Ends of ARNs that nobody can know before: a task, a deployment, a revision, a log stream. */
const openEnds = [
  /(?<=:secret:).*$/,
  /(?<=:log-group:)\*$/,
  /(?<=:service-deployment\/[^/]+\/[^/]+\/).*$/,
  /(?<=:service-revision\/[^/]+\/[^/]+\/).*$/,
  /(?<=:task\/[^/]+\/).*$/,
  /(?<=:task-definition\/[^/:]+:).*$/,
  /(?<=:log-stream:).*$/,
];

/**
 * The same asked about something else: another account, region, cluster, service, family, role, repository or log group.
 * A policy that is no wider than it has to be allows none of it.
 */
function nextDoor(requests: readonly Request[]): readonly Request[] {
  return requests.flatMap((request) => {
    const { resource = '*', context = {} } = request;
    const other = (text: string) => (text === '' ? [] : `${text}-other`);
    const [open = ''] = openEnds.map((end) => end.exec(resource)?.[0]).filter((end) => end !== undefined);
    const fixed = resource.slice(0, resource.length - open.length);
    const elsewhere =
      resource === '*'
        ? []
        : [...fixed.matchAll(/[^:/]+/g)].flatMap(({ 0: part, index }) => {
            const [changed] = [other(part)].flat();
            return changed === undefined || part === 'arn'
              ? []
              : `${fixed.slice(0, index)}${changed}${fixed.slice(index + part.length)}${open}`;
          });
    return [
      ...elsewhere.map((changed) => ({ ...request, resource: changed })),
      ...(resource === '*'
        ? Object.keys(context).map((key) => ({
            ...request,
            context: { ...context, [key]: `${context[key] ?? ''}-other` },
          }))
        : []),
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
