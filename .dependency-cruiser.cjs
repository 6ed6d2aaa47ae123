// The house: which folder of runner/ may import which, and what each kind of file may touch. `npx depcruise .ci runner`.

/** Arrows go down this list, and never back up. Files beside one another in one line need nothing of each other. */
const floors = [
  ['cli', 'main'],
  ['commands'],
  ['recipes'],
  ['recipes/several'],
  ['adopt'],
  ['adopt/service'],
  ['adopt/terraform'],
  ['adopt/gitlab'],
  ['iam'],
  ['report/page'],
  ['report'],
  ['scan'],
  ['preflight'],
  ['preflight/checks'],
  ['preflight/evidence'],
  ['verdict'],
  ['one-off'],
  ['recovery'],
  ['proof'],
  ['rollout'],
  ['rollout/state'],
  ['diagnosis'],
  ['release'],
  ['build'],
  ['ecs'],
  ['cloudwatch'],
  ['schedules'],
  ['causes'],
  ['task-definition'],
  ['ecr'],
  ['aws/clients'],
  ['aws'],
  ['aws/sdk'],
  ['settings'],
  ['settings/checks'],
  ['settings/variables'],
  ['web'],
  ['log'],
  ['recording'],
  ['names'],
  ['poll'],
  ['clock', 'errors', 'host', 'subprocess'],
];

/** `aws` is the files of the folder, not of the folders in it; `cli` is a file. */
const pathsOf = (room) => [`^runner/${room}/[^/]+[.]ts$`, `^runner/${room}[.]ts$`];

const climbing = floors.slice(1).map((rooms, index) => ({
  name: `${rooms.join(' and ')} climb no floor`,
  severity: 'error',
  from: { path: rooms.flatMap(pathsOf) },
  to: {
    path: floors
      .slice(0, index + 1)
      .flat(1)
      .flatMap(pathsOf),
  },
}));

/** What a file of this kind touches is in its name: an API, a file, a folder, a program. */
const effects = [
  '^runner/aws/clients/',
  '^runner/aws/sdk[.]ts$',
  '-(api|file|folder|process)[.]ts$',
  '^runner/(clock|subprocess)[.]ts$',
];
/** They put effects and recipes together. */
const edges = ['^runner/(cli|main)[.]ts$', '^runner/commands/'];

module.exports = {
  forbidden: [
    ...climbing,
    {
      name: 'no floor is missing in the list',
      severity: 'error',
      from: {},
      to: { path: '^runner/', pathNot: floors.flat(1).flatMap(pathsOf) },
    },
    { name: 'no circle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'only effects touch what is outside',
      comment: 'Rename the file after what it touches, or let it take the effect as an argument.',
      severity: 'error',
      from: { path: '^runner/', pathNot: [...effects, ...edges] },
      to: {
        path: '^(node:)?(?!util$)[a-z_]+$|^node_modules/@(aws-sdk|smithy)/',
        // It makes texts of values.
        pathNot: '^node_modules/@aws-sdk/xml-builder/',
        dependencyTypes: ['core', 'npm', 'npm-dev'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'below a recipe, settings come in slices',
      comment: 'Take the slices that are needed (settings/slices.ts), not the settings of a whole command.',
      severity: 'error',
      // `adopt` makes them to see what is wrong with the values, and hands none on.
      from: {
        path: '^runner/',
        pathNot: '^runner/(commands|recipes|settings)/|^runner/adopt/value-problems[.]ts$',
      },
      to: { path: '^runner/settings/command-settings[.]ts$' },
    },
    {
      name: 'effects are handed in',
      comment: 'A decision or a recipe takes an effect as an argument: it imports no more than its type.',
      severity: 'error',
      from: { path: '^runner/', pathNot: [...effects, ...edges] },
      to: { path: effects, dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    includeOnly: ['^runner', '^\\.ci', '^node_modules/@(aws-sdk|smithy)/', '^(node:)?[a-z_]+$'],
  },
};
