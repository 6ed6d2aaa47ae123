import type { AdoptSettings, GitlabTarget } from './adopt-settings';
import type { JobLog } from '../log/job-log';
import type { Outcome } from '../verdict/outcome';
import { countsOf, namesOf, changeReportOf } from './change-report';
import { projectPlanOf } from './project-plan';
import type { ProjectVariables } from './gitlab/gitlab-api';
import { setVariables } from './set-variables';
import type { VariableChange } from './variable-changes';
import type { WantedVariable } from './wanted-variables';

/** Brings the variables of a project to what the outputs say, or only shows what that would change. */
export async function adoptProject(
  wanted: readonly WantedVariable[],
  settings: Omit<AdoptSettings, 'target'> & { readonly target: GitlabTarget },
  { gitlab, log }: { readonly gitlab: ProjectVariables; readonly log: JobLog },
): Promise<Outcome> {
  const { build, sources, isApply, target } = settings;
  const environments = sources.map(({ environment }) => environment);
  log.line(`CI/CD variables of ${target.project} at ${target.apiUrl.replace(/\/api\/v4$/, '')}`);
  const plan = projectPlanOf(
    wanted,
    await gitlab.list(),
    build === undefined ? { environments } : { environments, build },
  );
  log.document(changeReportOf(plan));
  for (const warning of plan.warnings) log.warning(warning);
  const changes = plan.changes.filter(({ kind }) => kind !== 'unchanged');
  const counts = countsOf(plan.changes);
  if (changes.length === 0) {
    return {
      verdict: 'succeeded',
      happened: `the ${target.owner} has what it needs: ${counts}`,
      findings: [],
    };
  }
  if (!isApply) {
    const happened = `${counts}; nothing was changed`;
    return { verdict: 'changes', happened, fix: 'pass --apply to set them', findings: [] };
  }
  const account = await setVariables(changes, gitlab, (change, variable) => {
    log.line(`set ${namesOf([change])}`);
    if (change.wanted.visibility === 'hidden' && !variable.hidden) log.warning(unhidden(change));
  });
  return outcomeOf(account, `the ${target.owner} is ready: ${counts}`);
}

function unhidden({ wanted, kind }: VariableChange): string {
  const why =
    kind === 'update' ? 'GitLab hides new variables only' : 'this GitLab is older than 17.4 and hides none';
  return `${wanted.name} (${wanted.scope}) is masked, but not hidden: ${why}`;
}

/** A project with half of its variables needs somebody; one with none of them is as it was. */
function outcomeOf(
  { done, failed, notTried }: Awaited<ReturnType<typeof setVariables>>,
  ready: string,
): Outcome {
  if (!failed) return { verdict: 'succeeded', happened: ready, findings: [] };
  const { change, error, isUnclear } = failed;
  const isTouched = done.length > 0 || isUnclear;
  const missing = isUnclear ? notTried : [change, ...notTried];
  return {
    verdict: isTouched && error.verdict !== 'cancelled' ? 'needs-attention' : error.verdict,
    happened: error.message + (isTouched ? '' : '; nothing was changed'),
    findings: [],
    ...(done.length > 0 ? { done: `set: ${namesOf(done)}` } : {}),
    fix: isTouched ? `${againOf(error.fix)}: it goes on where this run ended` : againOf(error.fix),
    state: [
      ...(isUnclear ? [`may be set: ${namesOf([change])}`] : []),
      ...(missing.length > 0 ? [`not set: ${namesOf(missing)}`] : []),
    ],
  };
}

function againOf(fix = ''): string {
  return fix.includes('run it again') ? fix : [fix, 'run it again'].filter(Boolean).join('; then ');
}
