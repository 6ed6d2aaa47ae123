import type { Scenario } from '../scenario';
import { scenario as deploy } from './no-hook';

const { env, what, fixture = {}, expected, truth } = deploy;

export const scenario: Scenario = {
  what: `a plan says the same: ${what}`,
  argv: ['plan'],
  ...{ fixture, truth },
  env: { ...env, ECS_CD_TEST_HEALTH_CHECK_URL: 'https://shop.example.com/health' },
  expected,
};
