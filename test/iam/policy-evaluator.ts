import type { Condition, PolicyDocument, Statement } from '../../runner/iam/policy-document';
import { isLike } from '../../runner/names/wildcard';

// Not @cloud-copilot/iam-simulate (tried, 0.1.173): it is under the AGPL, answers asynchronously and whole policies only, and not
// at all about an ARN of another kind. Of 17,806 questions of the scenarios it answered 12,998, all alike but three, in which it
// wants a policy of the KMS key as well.

/** What IAM is asked: may this be done on that, in these circumstances? */
export interface Request {
  readonly action: string;
  /** An ARN, or `*` where the action knows no resource. */
  readonly resource?: string;
  /** By condition key; what is not there is not known. */
  readonly context?: Readonly<Record<string, string>>;
  /** Who asks, where a trust policy is what answers: the ARN of an identity provider, of a user or of a role. */
  readonly principal?: string;
}

/** IAM's answer from one policy of allowing statements, and strict about what it does not know (AWS docs, policy evaluation). */
export function allows(policy: PolicyDocument, request: Request): boolean {
  return policy.Statement.some((statement) => fits(statement, request));
}

export function fits(statement: Statement, { action, resource, context = {}, principal }: Request): boolean {
  const { Principal, Action, Resource, Condition: condition = {} } = statement;
  return (
    (Principal === undefined) === (principal === undefined) &&
    (Principal === undefined || Object.values(Principal).includes(principal ?? '')) &&
    Action.some((pattern) => fitsPattern(pattern.toLowerCase(), action.toLowerCase())) &&
    (Resource === undefined ||
      Resource.some((pattern) => fitsPattern(filledIn(pattern, context), resource ?? ''))) &&
    areMet(condition, context)
  );
}

/** Policy variables are read from the context; one that is not there lets nothing through (AWS docs). */
function filledIn(pattern: string, context: Readonly<Record<string, string>>): string {
  return pattern.replace(/\$\{([\w:]+)\}/g, (_, key: string) => context[key] ?? '\0');
}

/** Every operator and every key has to be met, by one of its values; `...IfExists` is met without the key too. */
function areMet(condition: Condition, context: Readonly<Record<string, string>>): boolean {
  return Object.entries(condition).every(([operator, keys]) => {
    const [name = '', ifExists] = operator.split(/(?=IfExists$)/);
    const test = operators[name];
    if (!test) throw new Error(`no operator ${operator}`);
    return Object.entries(keys).every(([key, values]) => {
      const actual = context[key];
      if (actual === undefined) return ifExists !== undefined;
      return [values].flat().some((value) => test(value, actual));
    });
  });
}

const operators: Readonly<Record<string, (value: string, actual: string) => boolean>> = {
  StringEquals: (value, actual) => value === actual,
  StringLike: fitsPattern,
  // ArnEquals and ArnLike are the same (AWS docs).
  ArnEquals: fitsPattern,
};

/** `*` is any text, `?` any character (AWS docs). */
function fitsPattern(pattern: string, text: string): boolean {
  return pattern === text || (/[*?]/.test(pattern) && isLike(pattern, text, '*?'));
}
