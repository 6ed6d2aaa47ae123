/** Where each policy that AWS names is kept. (AWS docs, "Troubleshoot access denied error messages") */
const policyPlaces: Readonly<Record<string, string>> = {
  'identity-based policy': 'a policy of the user or role of this job',
  'session policy':
    'the session policy that the role of this job is assumed with, which no policy of the role can add to',
  'permissions boundary': 'the permissions boundary of the user or role of this job',
  'service control policy':
    'the service control policies of the AWS organization, which its administrators change',
  'resource control policy':
    'the resource control policies of the AWS organization, which its administrators change',
  'resource-based policy':
    "the resource's own policy (of the ECR repository, the secret, the role's trust, ...)",
  'vpc endpoint policy': 'the policy of the VPC endpoint through which the GitLab runner reaches AWS',
};

const namedPolicy = new RegExp(
  `(?:explicit deny in an?|because no) (${Object.keys(policyPlaces).join('|')})`,
  'i',
);

/** Where to mend what AWS denied: AWS's own words count, since a call can need more than the permission of its name. */
export function permissionFixOf(said: string, call: Needed): string {
  const needed = neededIn(said, call);
  const kind = namedPolicy.exec(said)?.[1]?.toLowerCase();
  const place = kind && policyPlaces[kind];
  if (/explicit deny/i.test(said))
    return `remove the explicit deny of ${needed} from ${place ?? 'the policy that has it'}`;
  const isOfIdentity = place === undefined || kind === 'identity-based policy';
  return `allow ${needed} ${isOfIdentity ? 'to the user or role of this job' : `in ${place}`}`;
}

type Needed = Readonly<Record<'permission' | 'resource', string>>;

/** `ecs:TagResource on arn:...`: what AWS names, else what was called. */
function neededIn(said: string, { permission, resource }: Needed): string {
  const [, action, object] =
    /not authorized to perform: ([\w-]+:\w+)(?: on resource: (\S+))?/i.exec(said) ?? [];
  // The name that was called for is the one in the project's settings; AWS's ARN is in the message.
  if (action === undefined || action === permission) return `${permission} on ${resource}`;
  return object === undefined ? action : `${action} on ${object}`;
}
