import { variable } from './variable';

/** The rows of the table that say where a rollback by hand goes. */
export const rollbackVariables = [
  variable(
    'ECS_CD_TO',
    ['rollback'],
    'Revision to go back to, as FAMILY:REVISION; by default the last one that was deployed well.',
  ),
  variable(
    'ECS_CD_AGAIN',
    ['rollback'],
    'Registers the revision to go back to once more, as it was, if it has been deregistered.',
    { type: 'boolean', default: 'false' },
  ),
] as const;
