import { GetRoleCommand, IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';

/** What is used of the client of IAM: the bundle has nothing else of it. */
export const iamSdk = { GetRoleCommand, IAMClient, SimulatePrincipalPolicyCommand };
