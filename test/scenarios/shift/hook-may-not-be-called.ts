import { hookFails } from '../given-shift';

export const scenario = hookFails(
  'ECS may not call the function of a lifecycle hook with the role that it was given',
  'ECS was unable to invoke hook target arn:aws:lambda:eu-central-1:123456789012:function:check due to User: arn:aws:sts::123456789012:assumed-role/web-hook/ECS-Lambda-Execution is not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:eu-central-1:123456789012:function:check because no identity-based policy allows the lambda:InvokeFunction action',
  ['ECS may not call the lifecycle hook check with its role', 'lambda:InvokeFunction on the function'],
);
