import { hookFails } from '../given/shift';
import type { Scenarios } from '../scenario';

export const scenarios: Scenarios = {
  'hook-may-not-be-called': hookFails(
    'ECS may not call the function of a lifecycle hook with the role that it was given',
    'ECS was unable to invoke hook target arn:aws:lambda:eu-central-1:123456789012:function:check due to User: arn:aws:sts::123456789012:assumed-role/web-hook/ECS-Lambda-Execution is not authorized to perform: lambda:InvokeFunction on resource: arn:aws:lambda:eu-central-1:123456789012:function:check because no identity-based policy allows the lambda:InvokeFunction action',
    ['ECS may not call the lifecycle hook check with its role', 'lambda:InvokeFunction on the function'],
  ),
  'hook-rejects': hookFails(
    'the function of a lifecycle hook rejects the release on test traffic',
    'Lifecycle hook target arn:aws:lambda:eu-central-1:123456789012:function:check returned FAILED status.',
    ['the lifecycle hook check rejected the release', 'see its log group (/aws/lambda/check by default)'],
  ),
  'hook-says-nothing': hookFails(
    'the function of a lifecycle hook answers without a hookStatus',
    'ECS was unable to parse the response from arn:aws:lambda:eu-central-1:123456789012:function:check due to HookStatus must not be null',
    ['the lifecycle hook check did not answer, or not with a hookStatus', '{"hookStatus": "SUCCEEDED"}'],
  ),
};
