import { type Check, listOf } from '../settings/checks/check';
import { gitlabUrlOf } from '../settings/checks/checks';
import { type Inputs, derivedFrom, required, sliceOf, textOf, valueOf } from '../settings/fields';
import { gitlabJobOf } from '../settings/variables/gitlab-job';
import type { VariableName } from '../settings/variables/variables';
import { audienceOf, projectPathOf, tokenSubjectOf } from './iam-policy-checks';

/** A field whose default depends on the command. */
function withDefault<T>(inputs: Inputs, name: VariableName, usual: string | undefined, check: Check<T>) {
  const isOpen = usual === undefined || textOf(inputs, name) !== undefined;
  return required(isOpen ? inputs : { ...inputs, env: { ...inputs.env, [name]: usual } }, name, check);
}

/** Whose ID tokens are trusted: by default those of the job's own project and its default branch. */
export function tokenFieldsOf(inputs: Inputs) {
  const { serverUrl, projectPath, defaultBranch } = gitlabJobOf(inputs.env, inputs.cwd);
  const gitlabUrl = withDefault(inputs, 'ECS_CD_GITLAB_URL', serverUrl ?? 'https://gitlab.com', gitlabUrlOf);
  const project = withDefault(inputs, 'ECS_CD_PROJECT', projectPath, projectPathOf);
  const subjects = withDefault(
    inputs,
    'ECS_CD_REFS',
    defaultBranch ?? 'main',
    listOf(tokenSubjectOf(valueOf(project) ?? '')),
  );
  return sliceOf({
    /** Without a slash at its end: the `iss` of GitLab's tokens. */
    gitlabUrl,
    audience:
      textOf(inputs, 'ECS_CD_ID_TOKEN_AUDIENCE') === undefined
        ? derivedFrom(gitlabUrl, (url) => url)
        : required(inputs, 'ECS_CD_ID_TOKEN_AUDIENCE', audienceOf),
    /** What `sub` may be; `*` and `?` stand for any characters. */
    subjects: 'problems' in project ? project : subjects,
  });
}
