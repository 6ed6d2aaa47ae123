import { EcsCdError } from '../../errors';

/** By name, as `terraform output -json` and `tofu output -json` print them (Terraform docs; measured with 1.11). */
export type TerraformOutputs = ReturnType<typeof terraformOutputsOf>;

const command = '"terraform output -json" (or "tofu output -json")';

/**
 * What a text says that should be what `terraform output -json` prints. Its messages hold no part of the text, which is
 * full of secrets. `source` names where it is from.
 */
export function terraformOutputsOf(text: string, source: string) {
  const parsed = jsonOf(text, source);
  if (!isObject(parsed)) {
    const what = Array.isArray(parsed) ? 'a list' : 'one value';
    return refuse(
      `${source} holds ${what}, not an object of outputs`,
      `pass on all of ${command}, without a name`,
    );
  }
  // Terraform's other JSON, which is easily taken for its outputs.
  const isState = 'terraform_version' in parsed && 'lineage' in parsed;
  if (isState || 'format_version' in parsed) {
    const what = isState ? 'a state file' : 'what "terraform show -json" prints';
    refuse(`${source} is ${what}`, `pass on what ${command} prints instead`);
  }
  const entries = Object.entries(parsed);
  if (entries.length === 0)
    refuse(
      `${source} holds no output at all`,
      'run terraform apply first, in the folder and workspace that has them',
    );
  const strange = entries.filter(([, output]) => !isObject(output) || !Object.hasOwn(output, 'value'));
  if (strange.length > 0) {
    const names = strange.slice(0, 3).map(([name]) => JSON.stringify(name.slice(0, 60)));
    const message = `${source} is not what ${command} prints: ${names.join(', ')} has no "value"`;
    refuse(message, `pass on ${command} as it is, or write { "NAME": { "value": "..." } }`);
  }
  return new Map(
    entries.map(([name, output]) => {
      const { value, sensitive = false } = output as {
        readonly value: unknown;
        readonly sensitive?: unknown;
      };
      // Anything but a plain "false" is taken as a secret.
      return [name, { value, isSensitive: sensitive !== false }];
    }),
  );
}

/** Deeper than people nest what they print. */
const deepest = 6;

/** Every text in the outputs that is no secret, and its path: `services.web.name`. A text of JSON is looked into. */
export function leavesOf(
  outputs: TerraformOutputs,
): readonly { readonly path: string; readonly text: string }[] {
  const leaves = (path: string, value: unknown, depth: number): { path: string; text: string }[] => {
    const inside = insideOf(value);
    if (inside === undefined) return typeof value === 'string' ? [{ path, text: value }] : [];
    return depth === 0
      ? []
      : Object.entries(inside).flatMap(([key, each]) => leaves(`${path}.${key}`, each, depth - 1));
  };
  return [...outputs].flatMap(([name, { value, isSensitive }]) =>
    isSensitive ? [] : leaves(name, value, deepest),
  );
}

/** The output of a name, or what is at a path in it. */
export function outputAt(outputs: TerraformOutputs, path: string) {
  const whole = outputs.get(path);
  const name = [...outputs.keys()].find((each) => path.startsWith(`${each}.`));
  const holder = name === undefined ? undefined : outputs.get(name);
  if (whole || !name || !holder) return whole;
  const found = path
    .slice(name.length + 1)
    .split('.')
    .reduce<unknown>((at, key) => {
      const inside = insideOf(at);
      return inside && Object.hasOwn(inside, key) ? inside[key] : undefined;
    }, holder.value);
  return found === undefined ? undefined : { ...holder, value: found };
}

function insideOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof value === 'object') return (value ?? undefined) as Readonly<Record<string, unknown>> | undefined;
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return undefined;
  try {
    return JSON.parse(value) as Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}

function jsonOf(text: string, source: string): unknown {
  if (text.trim() === '')
    return refuse(`${source} is empty`, `pass on what ${command} prints: it prints its errors elsewhere`);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    // V8's message quotes the text.
    const position = /position (\d+)/.exec((error as Error).message)?.[1];
    const line = text.slice(0, Number(position)).split('\n').length;
    const where = position === undefined ? '' : `: it stops being so in line ${line}`;
    const fix = `pass on ${command} alone: nothing before it, nothing after it, and not "terraform output" without -json`;
    return refuse(`${source} is not JSON${where}`, fix);
  }
}

/** JSON's or YAML's object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(message: string, fix: string): never {
  throw new EcsCdError('invalid-usage', `${message}; nothing was touched`, { fix });
}
