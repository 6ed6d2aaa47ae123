import { EcsCdError, type Problem } from '../../errors';
import { type Outcome, outcomeOfError, outcomeOfServices } from '../../verdict/outcome';
import type { Company, Member } from './company';
import { chunksOf } from '../../aws/pages';
import { fixesIn } from '../../report/general-fix';

/** One of the services that a command works on. */
export interface ServiceRun<Settings, Effects> {
  readonly name: string;
  readonly settings: Settings;
  readonly effects: Effects;
}

/** As many as one DescribeServices takes. */
export const atOnce = 10;

interface Way<Run> {
  readonly company: Company;
  /** Takes one to its verdict. Alone it is a member of nothing. */
  readonly work: (run: Run, member?: Member) => Promise<Outcome>;
  /** What there is to say where all have succeeded. */
  readonly allDone: string;
  readonly isOneByOne?: boolean;
  readonly mayBegin?: (run: Run) => boolean;
}

/** Takes services to their verdicts, and those to one. */
export async function toOneVerdict<Run extends { readonly name: string }>(
  runs: readonly Run[],
  { company, work, allDone, isOneByOne = false, mayBegin = () => true }: Way<Run>,
): Promise<Outcome> {
  const [only, ...others] = runs;
  if (only && others.length === 0) return work(only);
  const begun = new Map<string, Promise<Outcome>>();
  for (const [index, run] of runs.entries()) {
    const member = company.members[index] as Member;
    if (!mayBegin(run)) {
      member.leave(false);
      continue;
    }
    begun.set(
      run.name,
      verdictIn(company, run.name, member, () => work(run, member)),
    );
    if (isOneByOne) await member.settled;
  }
  // A bug in one does not leave the others alone.
  await Promise.allSettled([...begun.values()]);
  const services = await Promise.all(
    runs.map(async ({ name }) => ({ name, outcome: await begun.get(name) })),
  );
  return outcomeOfServices(services, allDone, company.calledOff.reason as string | undefined);
}

async function verdictIn(
  company: Company,
  name: string,
  member: Member,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  let isServed = false;
  try {
    const outcome = await work();
    isServed = outcome.verdict === 'succeeded';
    return outcome;
  } catch (error) {
    company.callOff(`${name} failed`);
    if (!(error instanceof EcsCdError)) throw error;
    return outcomeOfError(error);
  } finally {
    member.leave(isServed);
  }
}

/** Does the same for each service, so many at once. Throws one error with all that is refused of any of them; of one alone its own. */
export async function ofEach<Item extends { readonly name: string }, T>(
  items: readonly Item[],
  work: (item: Item) => Promise<T>,
  atOnce = items.length,
): Promise<T[]> {
  const done: T[] = [];
  const refused: Refused[] = [];
  for (const some of chunksOf(items, atOnce)) {
    const results = await Promise.allSettled(some.map(work));
    results.forEach((result, index) => {
      if (result.status === 'fulfilled') return done.push(result.value);
      const error: unknown = result.reason;
      if (!(error instanceof EcsCdError) || error.verdict === 'cancelled') throw error;
      return refused.push({ name: some[index]?.name ?? '', error });
    });
  }
  const [first] = refused;
  if (first) throw items.length === 1 ? first.error : inOne(refused, items.length);
  return done;
}

interface Refused {
  readonly name: string;
  readonly error: EcsCdError;
}

/** What is wrong with each of them is told of none: it is the image, the credentials. */
function inOne(refused: readonly Refused[], count: number): EcsCdError {
  const found = new Map<string, { readonly problem: Problem; readonly names: string[] }>();
  for (const { name, error } of refused) {
    for (const problem of problemsOf(error)) {
      const key = JSON.stringify(problem);
      const same = found.get(key) ?? { problem, names: [] };
      found.set(key, { problem, names: [...same.names, name] });
    }
  }
  const problems = [...found.values()].map(({ problem, names }) =>
    count > 1 && names.length === count
      ? problem
      : { ...problem, subject: [names.join(', '), problem.subject].filter(Boolean).join(': ') },
  );
  const { verdict, cause } = (refused.find(({ error }) => error.verdict !== 'try-again') ?? refused[0])
    ?.error as EcsCdError;
  const [only, ...others] = problems;
  const isOne = only !== undefined && others.length === 0;
  const what = isOne
    ? [only.subject, only.message].filter(Boolean).join(': ')
    : `${problems.length} problems block this release`;
  const details = isOne ? { fix: only.fix, cause } : { problems, cause };
  return new EcsCdError(verdict, `${what}; nothing was changed`, details);
}

function problemsOf({ problems, message, fix, verdict }: EcsCdError): readonly Problem[] {
  if (problems.length > 0) return problems;
  const what = message.replace(/; (?:nothing|the service) was (?:not )?changed$/, '');
  return [
    { subject: '', message: what, fix: fix ?? fixesIn({ verdict, happened: what, findings: [] })[0] ?? '' },
  ];
}
