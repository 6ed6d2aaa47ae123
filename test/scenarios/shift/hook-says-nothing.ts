import { hookFails } from '../given-shift';

export const scenario = hookFails(
  'the function of a lifecycle hook answers without a hookStatus',
  'ECS was unable to parse the response from arn:aws:lambda:eu-central-1:123456789012:function:check due to HookStatus must not be null',
  ['the lifecycle hook check did not answer, or not with a hookStatus', '{"hookStatus": "SUCCEEDED"}'],
);
