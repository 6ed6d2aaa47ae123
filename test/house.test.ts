import { expect } from 'chai';
import { readFileSync, readdirSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import path from 'node:path';
import ts from 'typescript';

const runner = path.resolve(__dirname, '../runner');

/** The files that are not pure. Everything else under runner/ and .ci/ is, so whoever needs more says so here. */
const kindByFile: Readonly<Record<string, Kind>> = {
  '../.ci/main.ts': 'edge',
  '../.ci/release/assets.ts': 'effect',
  '../.ci/release/git.ts': 'effect',
  '../.ci/release/package-registry.ts': 'effect',
  '../.ci/release/program.ts': 'effect',
  '../.ci/release/project-files.ts': 'effect',
  '../.ci/release/publish-release.ts': 'effect',
  '../.ci/release/runner-repository.ts': 'effect',
  '../.ci/release/stamp-release.ts': 'effect',
  'main.ts': 'edge',
  'cli.ts': 'edge',
  'clock.ts': 'effect',
  'subprocess.ts': 'effect',
  'adopt/adopt-project.ts': 'flow',
  'adopt/project-variables.ts': 'effect',
  'adopt/read-terraform-output.ts': 'effect',
  'adopt/set-variables.ts': 'flow',
  'aws/client-config.ts': 'effect',
  'aws/clients.ts': 'effect',
  'aws/credentials.ts': 'effect',
  'aws/held-session.ts': 'effect',
  'aws/sdk-ec2.ts': 'effect',
  'aws/sdk-iam.ts': 'effect',
  'aws/sdk-secrets-manager.ts': 'effect',
  'aws/sdk-ssm.ts': 'effect',
  'aws/sdk-sts.ts': 'effect',
  'contract/context-folder.ts': 'effect',
  'image/build-image.ts': 'flow',
  'image/container-engine.ts': 'effect',
  'image/download.ts': 'effect',
  'image/ecr.ts': 'effect',
  'image/find-engine.ts': 'effect',
  'image/login-folder.ts': 'effect',
  'preflight/gather.ts': 'flow',
  'preflight/iam.ts': 'effect',
  'preflight/log-groups.ts': 'effect',
  'preflight/parameters.ts': 'effect',
  'preflight/preflight.ts': 'flow',
  'preflight/secrets.ts': 'effect',
  'preflight/sts.ts': 'effect',
  'preflight/subnets.ts': 'effect',
  'preflight/target-groups.ts': 'effect',
  'report/job-log.ts': 'effect',
  'report/dotenv.ts': 'effect',
  'report/text-file.ts': 'effect',
  'service/ecs.ts': 'effect',
  'service/bake.ts': 'flow',
  'service/cancel.ts': 'flow',
  'service/check-health.ts': 'flow',
  'service/deploy-service.ts': 'flow',
  'service/deployable-service.ts': 'flow',
  'service/diagnose.ts': 'flow',
  'service/ending.ts': 'flow',
  'service/failed-tasks.ts': 'flow',
  'service/follow-rollout.ts': 'flow',
  'service/history.ts': 'flow',
  'service/outgoing-image.ts': 'flow',
  'service/last-words.ts': 'flow',
  'service/plan-deployment.ts': 'flow',
  'service/present.ts': 'flow',
  'service/prove-release.ts': 'flow',
  'service/release.ts': 'flow',
  'service/revision-to-run.ts': 'flow',
  'service/roll-back.ts': 'flow',
  'service/roll-back-service.ts': 'flow',
  'service/roll-out.ts': 'flow',
  'service/rollback-target.ts': 'flow',
  'service/service-deployment.ts': 'flow',
  'service/sick-targets.ts': 'flow',
  'service/start-deployment.ts': 'flow',
  'service/target-health.ts': 'effect',
  'service/task-logs.ts': 'effect',
  'service/update-service.ts': 'flow',
  'service/verify.ts': 'flow',
  'service/watch.ts': 'flow',
  'service/web-probe.ts': 'effect',
  'service/when-settled.ts': 'flow',
};

type Kind = 'pure' | 'effect' | 'flow' | 'edge';

/** What each kind may import for more than its types: files of these kinds, and the outside (Node, the AWS SDK) or not. */
const rules: Readonly<Record<Kind, { readonly kinds: readonly Kind[]; readonly outside: boolean }>> = {
  pure: { kinds: ['pure'], outside: false },
  effect: { kinds: ['pure', 'effect'], outside: true },
  flow: { kinds: ['pure', 'flow'], outside: false },
  edge: { kinds: ['pure', 'effect', 'flow', 'edge'], outside: true },
};

interface Import {
  readonly file: string;
  /** A path below runner/, or a module's name. */
  readonly target: string;
  readonly isLocal: boolean;
  readonly isTypeOnly: boolean;
}

const files = ['.', '../.ci']
  .flatMap((folder) =>
    readdirSync(path.join(runner, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
      path.join(folder, file),
    ),
  )
  .filter((file) => file.endsWith('.ts'))
  .toSorted();
const imports = files.flatMap(importsOf);

describe('the house', () => {
  it('keeps no kind for a file that is gone', () => {
    expect(Object.keys(kindByFile).filter((file) => !files.includes(file))).to.deep.equal([]);
  });

  it('lets pure files and flows touch nothing outside: no Node module, no AWS client', () => {
    const reaching = imports.filter(
      ({ file, target, isLocal, isTypeOnly }) =>
        !isLocal && !isTypeOnly && !rules[kindOf(file)].outside && isOutside(target),
    );
    expect(reaching.map(sentence)).to.deep.equal([]);
  });

  it('hands effects to flows as arguments, and lets nothing import what stands above it', () => {
    const climbing = imports.filter(
      ({ file, target, isLocal, isTypeOnly }) =>
        isLocal && !isTypeOnly && !rules[kindOf(file)].kinds.includes(kindOf(target)),
    );
    expect(climbing.map((one) => `${sentence(one)} (${kindOf(one.target)})`)).to.deep.equal([]);
  });

  it('has no import cycle, not even of types', () => {
    expect(cyclesOf(imports)).to.deep.equal([]);
  });
});

function kindOf(file: string): Kind {
  return kindByFile[file] ?? (file.startsWith('commands/') ? 'edge' : 'pure');
}

function isOutside(module: string): boolean {
  return isBuiltin(module) || module.startsWith('@aws-sdk/') || module.startsWith('@smithy/');
}

function sentence({ file, target }: Import): string {
  return `${file} (${kindOf(file)}) imports ${target}`;
}

/** Import declarations, `import()` and `require()`. A type is told by its spelling, which the linter sees to. */
function importsOf(file: string): readonly Import[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(path.join(runner, file), 'utf8'),
    ts.ScriptTarget.Latest,
  );
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, isTypeOnly: boolean) => {
    if (!specifier || !ts.isStringLiteral(specifier)) return;
    const isLocal = specifier.text.startsWith('.');
    const target = isLocal ? `${path.join(path.dirname(file), specifier.text)}.ts` : specifier.text;
    found.push({ file, target, isLocal, isTypeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeImport(node.importClause));
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && isLoading(node.expression)) add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { name, namedBindings } = clause;
  return (
    !name &&
    namedBindings !== undefined &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.every(({ isTypeOnly }) => isTypeOnly)
  );
}

function isLoading(callee: ts.Expression): boolean {
  return (
    callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require')
  );
}

/** Every cycle once, as the path that leads back to its own start. */
function cyclesOf(edges: readonly Import[]): readonly string[] {
  const cycles: string[] = [];
  const finished = new Set<string>();
  const walk = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) cycles.push([...trail.slice(trail.indexOf(file)), file].join(' -> '));
    if (trail.includes(file) || finished.has(file)) return;
    for (const edge of edges) if (edge.isLocal && edge.file === file) walk(edge.target, [...trail, file]);
    finished.add(file);
  };
  files.forEach((file) => walk(file, []));
  return cycles;
}
