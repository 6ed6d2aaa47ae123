import { answerGate } from '../recipes/answer-gate';
import type { Answer } from '../rollout/answer-hooks';
import { gateSettingsOf } from '../settings/command-settings';
import type { Run } from './dotenv-report';
import { environmentUrlOf } from './effects';
import { runOnDeployment } from './follow';

const answering =
  (answer: Answer): Run =>
  (input, host, log) =>
    runOnDeployment(
      gateSettingsOf(input),
      host,
      log,
      (settings, effects) => answerGate(settings, answer, effects),
      environmentUrlOf,
    );

export const continueDeployment = answering('CONTINUE');
export const rejectDeployment = answering('ROLLBACK');
