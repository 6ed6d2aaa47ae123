import { type Command, variable } from './variable';

export const adoptFormats = ['dotenv', 'glab'] as const;

const only: readonly Command[] = ['adopt'];

/** The rows of the table that only setting up a project needs. */
export const adoptVariables = [
  variable('ECS_CD_FORMAT', only, 'Form of what is printed instead of set: dotenv or glab.'),
  variable('ECS_CD_TERRAFORM_OUTPUT', only, 'File with what "terraform output -json" printed; - is stdin.', {
    default: '-',
  }),
  variable(
    'ECS_CD_MAP',
    only,
    'Output that fills a variable, as VARIABLE=OUTPUT; VARIABLE= leaves it out; may be repeated.',
  ),
  variable('ECS_CD_ENVIRONMENT', only, 'Environment scope of what only deployments read.', { default: '*' }),
  variable(
    'ECS_CD_BUILD_SCOPE',
    only,
    'Environment scope of what the build reads too: * unless another one is chosen.',
  ),
  variable('ECS_CD_PROTECTED', only, 'Lets only protected branches and tags see what is set.', {
    type: 'boolean',
    default: 'false',
  }),
  variable('ECS_CD_APPLY', only, 'Sets the variables; without it the difference is only shown.', {
    type: 'boolean',
    default: 'false',
  }),
  variable('ECS_CD_GITLAB_TOKEN', only, 'Access token with the scope "api" and the role Maintainer.', {
    secret: true,
    whenMissing:
      'create a project access token with the scope "api" and the role Maintainer, and put it into the environment',
  }),
] as const;
