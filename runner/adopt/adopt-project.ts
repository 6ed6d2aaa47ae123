import type { AdoptSettings, GitlabTarget } from './adopt-settings';
import type { JobLog } from '../log/job-log';
import { shown } from '../settings/checks/check';
import { looksSecret } from '../settings/checks/secret-checks';
import { variables } from '../settings/variables/variables';
import type { Outcome } from '../verdict/outcome';
import { type ProjectPlan, projectPlanOf, type VariableChange } from './project-plan';
import type { ProjectVariables } from './gitlab/gitlab-api';
import type { WantedVariable } from './wanted-variables';
import { EcsCdError, orElse } from '../errors';
import type { ProjectVariable } from './gitlab/project-variable';

/** Takes back what was written, where something was. */
export type Undo = (() => Promise<void>) | undefined;

/** Brings the variables of a project to what the outputs say, or only shows what that would change. */
export async function adoptProject(
  wanted: readonly WantedVariable[],
  settings: Omit<AdoptSettings, 'target'> & { readonly target: GitlabTarget },
  {
    gitlab,
    log,
    writeFiles,
  }: { readonly gitlab: ProjectVariables; readonly log: JobLog; readonly writeFiles: () => Promise<Undo> },
): Promise<Outcome> {
  const { build, sources, isApply, target } = settings;
  const environments = sources.map(({ environment }) => environment);
  log.line(`CI/CD variables of ${target.project} at ${target.apiUrl.replace(/\/api\/v4$/, '')}`);
  const plan = projectPlanOf(wanted, await gitlab.list(), { environments, build });
  const undo = await writeFiles();
  log.document(changeReportOf(plan));
  for (const warning of plan.warnings) log.warning(warning);
  const changes = plan.changes.filter(({ kind }) => kind !== 'unchanged');
  const counts = countsOf(plan.changes);
  const findings: [] = [];
  if (changes.length === 0)
    return { verdict: 'succeeded', happened: `the ${target.owner} has what it needs: ${counts}`, findings };
  if (!isApply) {
    const happened = `${counts}; nothing was changed`;
    return { verdict: 'changes', happened, fix: 'pass --apply to set them', findings };
  }
  const account = await setVariables(changes, gitlab, (change, variable) => {
    log.line(`set ${namesOf([change])}`);
    if (change.wanted.visibility === 'hidden' && !variable.hidden) log.warning(unhidden(change));
  });
  if (account.failed && !isTouchedBy(account)) await undo?.();
  return outcomeOf(account, `the ${target.owner} is ready: ${counts}`);
}

type Account = Awaited<ReturnType<typeof setVariables>>;

const isTouchedBy = ({ done, failed }: Account) => done.length > 0 || failed?.isUnclear === true;

function unhidden({ wanted, kind }: VariableChange): string {
  const why =
    kind === 'update' ? 'GitLab hides new variables only' : 'this GitLab is older than 17.4 and hides none';
  return `${wanted.name} (${wanted.scope}) is masked, but not hidden: ${why}`;
}

/** A project with half of its variables needs somebody; one with none of them is as it was. */
function outcomeOf(account: Account, ready: string): Outcome {
  const { done, failed, notTried } = account;
  if (!failed) return { verdict: 'succeeded', happened: ready, findings: [] };
  const { change, error, isUnclear } = failed;
  const isTouched = isTouchedBy(account);
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

const signs = { create: '+', update: '~', unchanged: '=' } as const;

/** A plan as the reader sees it: a line for each variable, without the value of any secret. */
function changeReportOf({ changes, leftAlone }: ProjectPlan): readonly string[] {
  const placeOf = ({ wanted }: VariableChange) => variables.findIndex(({ name }) => name === wanted.name);
  const inOrder = changes.toSorted((a, b) => placeOf(a) - placeOf(b));
  const nameWidth = Math.max(0, ...changes.map(({ wanted }) => wanted.name.length));
  const scopeWidth = Math.max(0, ...changes.map(({ wanted }) => wanted.scope.length));
  const rows = inOrder.map((change) => {
    const { name, scope } = change.wanted;
    const head = `  ${signs[change.kind]} ${name.padEnd(nameWidth)}  ${scope.padEnd(scopeWidth)}  `;
    return (head + describedBy(change)).trimEnd();
  });
  const others = leftAlone.map(({ key, environment_scope: scope }) => `${key} (${scope.slice(0, 255)})`);
  return others.length > 0 ? [...rows, `left alone: ${others.join(', ')}`] : rows;
}

/** `2 to create, 1 to update, 8 as they are`. */
function countsOf(changes: readonly VariableChange[]): string {
  const wordsOf = { create: 'to create', update: 'to update', unchanged: 'as they are' };
  const counts = Object.entries(wordsOf).flatMap(([kind, words]) => {
    const count = changes.filter((change) => change.kind === kind).length;
    return count === 0 ? [] : `${count} ${count === 1 ? words.replace('they are', 'it is') : words}`;
  });
  return counts.join(', ');
}

/** `NAME (scope)`, for sentences. */
function namesOf(changes: readonly VariableChange[]): string {
  return changes.map(({ wanted }) => `${wanted.name} (${wanted.scope})`).join(', ');
}

function describedBy(change: VariableChange): string {
  const { kind, wanted, why, isProtected } = change;
  const { isShowable, visibility } = wanted;
  const value = isShowable ? shown(wanted.value) : secretWords[visibility];
  if (kind === 'create') return value + (isProtected ? ', protected' : '');
  if (kind === 'unchanged') return (isShowable ? value : '') + why.join('');
  const old = oldValueOf(change);
  const reasons = why.filter((reason) => reason !== 'value' || old === undefined);
  const explained = value + (reasons.length > 0 ? `: ${reasons.join(', ')}` : '');
  return old === undefined ? explained : `${shown(old)} -> ${explained}`;
}

/** The value that another one takes the place of, where both may be shown. */
function oldValueOf({ wanted, existing, isValueNew }: VariableChange): string | undefined {
  const old = wanted.isShowable && isValueNew && !existing?.masked ? existing?.value : undefined;
  return typeof old === 'string' && !looksSecret(old) ? old : undefined;
}

const secretWords = {
  visible: '(not shown)',
  masked: '(secret, masked)',
  hidden: '(secret, masked and hidden)',
} as const;

/**
 * Sets one variable after the other and stops at the first that fails: whatever is the matter with it is the matter with
 * the next ones too, and the order of a key and its ID matters.
 */
async function setVariables(
  changes: readonly VariableChange[],
  gitlab: ProjectVariables,
  onDone: (change: VariableChange, variable: ProjectVariable) => void,
) {
  for (const [index, change] of changes.entries()) {
    const failed = await orElse(
      setVariable(change, gitlab).then((stored) =>
        stored instanceof EcsCdError ? { change, error: stored, isUnclear: false } : onDone(change, stored),
      ),
      (error) => ({ change, error, isUnclear: true }),
    );
    if (failed) return { done: changes.slice(0, index), failed, notTried: changes.slice(index + 1) };
  }
  return { done: changes, failed: undefined, notTried: [] };
}

async function setVariable(
  change: VariableChange,
  gitlab: ProjectVariables,
): Promise<ProjectVariable | EcsCdError> {
  const { wanted, isMasked, isProtected, kind } = change;
  const { name, scope, value, visibility, origin } = wanted;
  // Also beside masked_and_hidden: a GitLab that does not know that one would store the secret in plain sight.
  const fields = { value, protected: isProtected, masked: isMasked, raw: true, variable_type: 'env_var' };
  // Only a new variable can be hidden (GitLab docs).
  const hidden = visibility === 'hidden' ? { masked_and_hidden: true } : {};
  const description = `from ${origin}`.slice(0, 255);
  const stored = await (kind === 'update'
    ? gitlab.update(name, scope, fields)
    : gitlab.create(name, scope, { ...fields, ...hidden, description }));
  if (stored instanceof EcsCdError) return stored;
  // GitLab ignores what it does not know, so its answer tells what it really stored.
  const isAsAsked =
    stored.key === name &&
    stored.environment_scope === scope &&
    (stored.value === null || stored.value === value) &&
    stored.masked === isMasked &&
    stored.protected === isProtected &&
    stored.raw;
  if (isAsAsked) return stored;
  throw new EcsCdError('rejected', `GitLab stored ${name} (${scope}) in another way than asked`, {
    fix: 'look at it in the CI/CD settings, and delete it if it is a secret that is not masked; a group has environment scopes from GitLab Premium on',
  });
}
