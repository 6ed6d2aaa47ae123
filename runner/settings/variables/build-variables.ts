import { type Command, variable } from './variable';

const only: readonly Command[] = ['build'];

/** The rows of the table that change how an image is built: `runner/build/build-options.ts` says how. */
export const buildVariables = [
  variable(
    'ECS_CD_DOCKERFILE',
    [...only, 'scan'],
    'Dockerfile, relative to the project root; by default the one in DOCKER_BUILD_CONTEXT.',
  ),
  variable('ECS_CD_BUILD_TARGET', only, 'Stage of the Dockerfile to build; by default the last one.'),
] as const;
