import { iamPolicySettingsOf } from '../iam/iam-policy-settings';
import { omissionsOf, policiesOf } from '../iam/policies';
import type { Run } from './dotenv-report';

/** Calls nobody: what it prints follows from its flags and variables. */
export const iamPolicy: Run = async (input, _, log) => {
  const settings = iamPolicySettingsOf(input);
  const policies = policiesOf(settings);
  for (const omission of omissionsOf(settings)) log.warning(omission);
  const [only, more] = settings.isAlone ? Object.values(policies) : [];
  log.document(JSON.stringify(more ? policies : (only ?? policies), undefined, 2).split('\n'));
  return 'succeeded';
};
