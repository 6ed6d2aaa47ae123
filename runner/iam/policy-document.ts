/** An IAM policy, as JSON has it (AWS docs, grammar of the IAM JSON policy language). */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  /** Of a trust policy alone. */
  readonly Principal?: Readonly<Record<string, string>>;
  readonly Action: readonly string[];
  /** Of every policy but a trust policy. */
  readonly Resource?: readonly string[];
  readonly Condition?: Condition | undefined;
}

/** By operator and key; where there are several values, one of them has to fit. */
export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** How long a policy may be; IAM does not count white space (AWS docs, IAM quotas). */
export const longest = { managedPolicy: 6144, trustPolicy: 2048 };

export function policyDocument(Statement: readonly Statement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement };
}

/** The characters that IAM counts. */
export function lengthOf(document: PolicyDocument): number {
  return JSON.stringify(document).replace(/\s/g, '').length;
}
