import { answerGate } from '../recipes/answer-gate';
import type { Answer } from '../rollout/answer-hooks';
import { gateSettingsOf } from '../settings/command-settings';
import type { Run } from './dotenv-report';
import { runOnDeployment } from './follow';

const answering =
  (answer: Answer): Run =>
  (input, host, log) => {
    const settings = gateSettingsOf(input);
    return runOnDeployment(
      settings,
      host,
      log,
      (slices, effects) => answerGate(slices, answer, effects),
      (consoleUrl) => ({ ECS_CD_ENVIRONMENT_URL: settings.environmentUrl ?? consoleUrl }),
    );
  };

export const continueDeployment = answering('CONTINUE');
export const rejectDeployment = answering('ROLLBACK');
