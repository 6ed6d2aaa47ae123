/** What is used of the client of IAM: the bundle has nothing else of it. */
export { GetRoleCommand, IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
