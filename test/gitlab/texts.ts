/** What GitLab says, each text with its source: (GitLab docs), (GitLab's source), (inference). */
export const gitlabTexts = {
  // (GitLab's source, lib/api/helpers.rb)
  unauthorized: '401 Unauthorized',
  // (GitLab's source, lib/api/helpers.rb)
  forbidden: '403 Forbidden',
  // (GitLab's source, lib/api/helpers.rb)
  projectNotFound: '404 Project Not Found',
  // (GitLab's source, lib/api/helpers.rb)
  groupNotFound: '404 Group Not Found',
  // (GitLab's source, lib/api/ci/variables.rb)
  variableNotFound: '404 Variable Not Found',
  // (GitLab's source, lib/api/api.rb)
  noRoute: '404 Not Found',
  // (GitLab's source, lib/api/api_guard.rb)
  expired: 'Token is expired. You can either do re-authorization or token refresh.',
  // (GitLab's source, lib/api/api_guard.rb)
  revoked: 'Token was revoked. You have to re-authorize from the user.',
  // (the text of the rack-oauth2 library, which GitLab takes)
  insufficientScope: 'The request requires higher privileges than provided by the access token.',
  // (GitLab docs)
  severalVariables:
    "There are multiple variables with provided parameters. Please use 'filter[environment_scope]'",
  // (GitLab's source, Ci::Variable: Rails' own text for a value that is not unique)
  taken: 'has already been taken',
  // (GitLab's source, Ci::HasVariable)
  keyFormat: "can contain only letters, digits and '_'.",
  // (GitLab's source, Gitlab::Regex)
  scopeFormat: "can contain only letters, digits, '-', '_', '/', '$', '{', '}', '.', '*' and spaces",
  // (GitLab's source, group_variables_spec.rb: Rails' own text for a value of the wrong form)
  invalid: 'is invalid',
  // (GitLab's source, Ci::HidableVariable)
  hiddenStays: 'The visibility setting cannot be changed for masked and hidden variables.',
  // (GitLab's source, variables_spec.rb)
  tooMany: (limit: number) => `Maximum number of project ci variables (${limit}) exceeded`,
  // (Grape, on which GitLab's API is built)
  missing: (name: string) => `${name} is missing`,
  // (Grape)
  wrongType: (name: string) => `${name} is invalid`,
  // (Grape)
  wrongChoice: (name: string) => `${name} does not have a valid value`,
  // (inference) GitLab ignores it; a strict server is how a test notices.
  unknown: (name: string) => `${name} is unknown`,
  // (GitLab docs, default of rate_limiting_response_text)
  rateLimited: 'Retry later',
  // (GitLab's source, lib/api/helpers.rb)
  serverError: '500 Internal Server Error',
  // (inference) what nginx and GitLab's own front say when the application is away
  badGateway: '<html><head><title>502 Bad Gateway</title></head></html>',
} as const;
