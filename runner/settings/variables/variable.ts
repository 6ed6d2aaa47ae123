export type Command =
  | 'build'
  | 'scan'
  | 'deploy'
  | 'follow'
  | 'continue'
  | 'reject'
  | 'plan'
  | 'rollback'
  | 'run-task'
  | 'status'
  | 'adopt'
  | 'iam-policy';

/** The commands that answer a gate; that see to the end of a deployment which is there. */
export const atGate: readonly Command[] = ['continue', 'reject'];
const ofDeployment: readonly Command[] = ['follow', ...atGate];

/** The commands that work on AWS; that are about a service; about an image; that would deploy it; that follow a deployment. */
export const ofImage: readonly Command[] = ['deploy', ...ofDeployment, 'plan'];
export const onService: readonly Command[] = [...ofImage, 'rollback'];
export const awsCommands: readonly Command[] = ['build', 'scan', ...onService, 'run-task', 'status'];
export const release: readonly Command[] = ['deploy', 'plan'];
export const following: readonly Command[] = ['deploy', ...ofDeployment, 'rollback'];
/** Those that ask more of a release than that it serves. */
export const proven: readonly Command[] = ['deploy', ...ofDeployment];

/** One input of the runner: one variable, and one flag unless it is a secret. */
export interface Variable {
  readonly name: string;
  /** Without the dashes. Secrets have none: a command line can be read by every process of the machine. */
  readonly flag?: string;
  /** Where Terraform holds the value; only the eleven variables of the contract have one. */
  readonly terraformOutput?: string;
  /** One sentence, for `--help` and the README. */
  readonly description: string;
  readonly commands: readonly Command[];
  readonly type: 'string' | 'boolean';
  readonly choices?: readonly string[];
  readonly required: boolean;
  /** The commands that can do without it. */
  readonly optionalFor?: readonly Command[];
  /** What to do when it is missing, where that is not simply to set it. */
  readonly whenMissing?: string;
  /** What the runner takes when nothing is set. A flag must not carry it itself, or it would beat the variable. */
  readonly default?: string;
  readonly secret: boolean;
  /** Whether its flag may be set several times, and whether it may stand there without a value. */
  readonly mayRepeat?: boolean;
  readonly mayBeBare?: boolean;
  /** Of a family, whose names begin so: each variable of the job with such a name belongs to it. */
  readonly prefix?: string;
  /** Whether lists, quotation marks and the like may be meant in it. */
  readonly isText?: boolean;
  /** Whether it may be a variable of GitLab's type "File", whose value is a path. */
  readonly mayBeFile?: boolean;
}

// The words that several of them take, or that are told apart elsewhere too.

export const switchPositions = ['on', 'off'] as const;
/** What ECR calls severe, the worst first: what may stop an image. */
export const gateSeverities = ['critical', 'high', 'medium', 'low'] as const;
export const policyKinds = [
  ...(['build', 'scan', 'deploy', 'plan', 'status'] as const),
  ...(['trust', 'chain', 'chained-trust'] as const),
] as const;

type More = Partial<Omit<Variable, 'name' | 'flag' | 'commands' | 'description'>>;

type Said = string | readonly [description: string, more: More];
type ChoicesIn<Of> = Of extends readonly [string, { readonly choices: infer All }] ? All : undefined;

/** Rows of the table for these commands, by name. A flag is named like its variable. */
export function rows<const Described extends Readonly<Record<string, Said>>>(
  commands: readonly Command[],
  described: Described,
) {
  const all = Object.entries<Said>(described).map(([name, said]) => {
    const [description, more] = typeof said === 'string' ? [said, {}] : said;
    const flag = name
      .replace(/^ECS_CD_/, '')
      .toLowerCase()
      .replaceAll('_', '-');
    const row = { name, commands, description, type: 'string', required: false, secret: false };
    return [name, { ...row, ...(more.secret || more.prefix ? {} : { flag }), ...more }];
  });
  return Object.fromEntries(all) as {
    readonly [Name in keyof Described]: Variable & {
      readonly name: Name;
      readonly choices?: ChoicesIn<Described[Name]>;
    };
  };
}
