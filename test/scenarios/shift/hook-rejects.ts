import { hookFails } from '../given-shift';

export const scenario = hookFails(
  'the function of a lifecycle hook rejects the release on test traffic',
  'Lifecycle hook target arn:aws:lambda:eu-central-1:123456789012:function:check returned FAILED status.',
  ['the lifecycle hook check rejected the release', 'see its log group (/aws/lambda/check by default)'],
);
