import { policyKinds, rows, switchPositions } from './variable';

/** The rows of the table that only commands need which people call at their own machines. */
export const byHandVariables = {
  ...rows(['adopt', 'iam-policy'], {
    ECS_CD_PROJECT: [
      'GitLab project, such as shop/web (for adopt its ID will do); by default that of the job.',
      { whenMissing: 'pass --project, such as shop/web' },
    ],
    ECS_CD_GITLAB_URL: [
      'Address of GitLab; by default that of the job, and for iam-policy else https://gitlab.com.',
      { whenMissing: 'pass --gitlab-url, such as https://gitlab.com' },
    ],
  }),
  ...rows(['status'], {
    ECS_CD_COMPARE:
      'Stage to show beside it, or its service as CLUSTER/SERVICE: then one for each of SERVICE_NAME.',
  }),
  ...rows(['adopt', 'status'], {
    ECS_CD_FORMAT: 'Form of what is printed: dotenv or glab, instead of setting it; for status json.',
  }),
  ...rows(['adopt'], {
    ECS_CD_TERRAFORM_OUTPUT: [
      'File with what "terraform output -json" printed, or ENVIRONMENT=FILE for several; - is stdin.',
      { default: '-', mayRepeat: true },
    ],
    ECS_CD_FROM_SERVICE: [
      'Service to read instead: CLUSTER/SERVICE or ENVIRONMENT=CLUSTER/SERVICE; alone it lists all.',
      { mayRepeat: true, mayBeBare: true },
    ],
    ECS_CD_WRITE: [
      'Writes the pipeline of the project, where it has none.',
      { type: 'boolean', default: 'false' },
    ],
    ECS_CD_GROUP: 'GitLab group whose variables are set, in place of those of a project.',
    ECS_CD_PROJECTS: 'File (YAML) with projects and the options of each; all of them are adopted.',
    ECS_CD_MAP: [
      'Output, or path in it, for a variable: VARIABLE=OUTPUT; empty leaves it out; may be repeated.',
      { mayRepeat: true },
    ],
    ECS_CD_SET: ['Value for a variable, as VARIABLE=VALUE; may be repeated.', { mayRepeat: true }],
    ECS_CD_ENVIRONMENT: ['Environment scope of what only deployments read.', { default: '*' }],
    ECS_CD_BUILD_SCOPE: 'Environment scope of what the build reads too: * unless another one is chosen.',
    ECS_CD_PROTECTED: [
      'Lets only protected branches and tags see what is set.',
      { type: 'boolean', default: 'false' },
    ],
    ECS_CD_APPLY: [
      'Sets the variables; without it the difference is only shown.',
      { type: 'boolean', default: 'false' },
    ],
    ECS_CD_GITLAB_TOKEN: [
      'Access token with the scope "api" and the role Maintainer.',
      {
        secret: true,
        whenMissing:
          'create a project access token with the scope "api" and the role Maintainer, and put it into the environment',
      },
    ],
  }),
  ...rows(['iam-policy'], {
    ECS_CD_POLICY: [
      'Which policy is printed; all are build, scan, deploy, plan and trust, and those of a chained role.',
      { choices: ['all', ...policyKinds], default: 'all' },
    ],
    ECS_CD_TASK_ROLE_ARN: 'Role of the tasks, which a deployment passes on to ECS.',
    ECS_CD_EXECUTION_ROLE_ARN: 'Role that ECS starts the tasks with, which a deployment passes on to ECS.',
    ECS_CD_SCHEDULE_ROLE_ARN:
      'Role that EventBridge starts the tasks of ECS_CD_SCHEDULES with, which an update passes on.',
    ECS_CD_ECS_ROLE_ARNS:
      'Roles that ECS assumes for load balancers and lifecycle hooks, which a preflight looks at.',
    ECS_CD_EXPRESS: [
      'Whether the service is in Express Mode, which has an update of its own.',
      { choices: [...switchPositions] },
    ],
    ECS_CD_LOG_GROUPS: 'CloudWatch log groups of the containers, by name or ARN, with commas between them.',
    ECS_CD_SECRETS:
      'Secrets of the task definition, by name or ARN, with commas between them; by default any.',
    ECS_CD_REFS:
      'Branches, tags (tag:v*) or whole sub claims that are trusted; by default the default branch.',
    ECS_CD_ID_TOKEN_AUDIENCE:
      'Audience of the ID token, as in the input id_token_audience; by default the address of GitLab.',
  }),
};
