import { pathInside } from './checks/checks';
import { type Field, type Inputs, required } from './fields';
import { gitlabJobOf } from './variables/gitlab-job';

/** GitLab collects the dotenv from inside the project only. */
export function dotenvPathOf(inputs: Inputs): Field<string> {
  return required(inputs, 'ECS_CD_DOTENV', pathInside(gitlabJobOf(inputs.env, inputs.cwd).projectDir));
}
