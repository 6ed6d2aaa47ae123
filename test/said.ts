/** Words of the log that tests of several rooms look for. Each stands here once, so that it can be improved. */
export const said = {
  serves: (revision: string) => `${revision} serves `,
  servesAgain: (revision: string) => `${revision} serves again (verified)`,
  exited: (code: number) => `exited with code ${code}`,
  deadline: 'still not healthy after',
  timeIsOver: ' have passed: ',
  goesOn: 'the rollout goes on in AWS',
  mayBeTakenBack: 'ECS bakes it and may still take it back',
  silent: 'AWS does not answer',
  answersAgain: 'AWS answers again',
  isNothingWanted: 'the desired count became 0',
  rollbackOff: 'ECS_CD_ROLLBACK is off',
  nothingToChange: 'nothing to change',
  replaced: 'replaced ours',
  updatedBack: 'the service was updated back to web:1',
} as const;
