import { variable } from './variable';

export const orders = ['together', 'one-by-one'] as const;
export const failureScopes = ['all', 'own'] as const;

/** Of services that one job releases together: SERVICE_NAME has commas in it. */
export const severalVariables = [
  variable(
    'ECS_CD_ORDER',
    ['deploy'],
    'How several services get their new revision: together, or one-by-one as each has proved itself.',
    { choices: orders, default: 'together' },
  ),
  variable(
    'ECS_CD_ON_FAILURE',
    ['deploy'],
    'Of several services, which go back when one fails: all of them, or its own alone.',
    { choices: failureScopes, default: 'all' },
  ),
] as const;
