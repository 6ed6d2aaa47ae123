import { answerGates } from '../recipes/answer-gate';
import type { Answer } from '../rollout/answer-hooks';
import { gateSettingsOf } from '../settings/command-settings';
import { settingsOfEach } from '../settings/each-service';
import type { Run } from './dotenv-report';
import { environmentUrlOf } from './effects';
import { runOnDeployments } from './follow';

const answering =
  (answer: Answer): Run =>
  (input, host, log) =>
    runOnDeployments(
      settingsOfEach(input, ['TASK_FAMILY'], gateSettingsOf),
      host,
      log,
      (runs) => answerGates(runs, answer),
      { urlOf: environmentUrlOf },
    );

export const continueDeployment = answering('CONTINUE');
export const rejectDeployment = answering('ROLLBACK');
