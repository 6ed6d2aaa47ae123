import { expect } from 'chai';
import { exitCodes } from '../../runner/errors';
import { busiestMinuteOf, crowdedTicksOf } from './calls';
import { liesOf } from './verdict-invariants';
import { played } from './played';
import { said } from '../said';
import type { Scenario } from './scenario';
import { scenarioFiles } from './scenario-files';
import { describeUsedPermissions } from './used-permissions';

/** From the failed task until the log says why, and until what cannot succeed any more is given up. */
const withinSeconds = 10;

const files = scenarioFiles();

for (const folder of new Set(files.map((file) => file.folder))) {
  describe(`a run whose story is one of the ${folder}`, function () {
    for (const { name, scenario } of files.filter((file) => file.folder === folder)) {
      it(`ends in ${scenario.expected.verdict} when ${scenario.what} (${name})`, () => tried(scenario));
    }
  });
}

describeUsedPermissions(files);

async function tried(scenario: Scenario): Promise<void> {
  const { expected, truth } = scenario;
  const { facts, calls, updatedAt, endedAt, failures, causeAt } = await played(scenario);
  const { exitCode, dotenv, log, changes, after } = facts;
  expect({ exitCode, verdict: dotenv['ECS_CD_VERDICT'] }, log).to.deep.equal({
    exitCode: exitCodes[expected.verdict],
    verdict: expected.verdict,
  });
  expect(liesOf(facts), log).to.deep.equal([]);
  if (truth === 'gone') expect(after, log).to.equal(undefined);
  else expect(after, log).to.deep.include(truth);
  const { words = [], absent = [], cause } = expected;
  const wanted = [
    ...servingWordsOf(scenario, after?.primary?.taskDefinition),
    ...words,
    ...(cause === undefined ? [] : [cause]),
  ];
  expect(
    wanted.filter((word) => !log.includes(word)),
    `missing from the log\n${log}`,
  ).to.deep.equal([]);
  expect(
    absent.filter((word) => log.includes(word)),
    `in the log\n${log}`,
  ).to.deep.equal([]);
  if (expected.changes) expect(changes, log).to.deep.equal(expected.changes);
  const [firstFailure] = failures;
  if (firstFailure !== undefined && causeAt !== undefined && expected.lateBecause === undefined) {
    expect((causeAt - firstFailure) / 1000, `seconds to the cause\n${log}`).to.be.at.most(withinSeconds);
  }
  if (expected.givenUpAfter !== undefined) {
    const stop = calls.find(({ operation }) => operation === 'StopServiceDeployment');
    const seconds = ((stop?.at ?? Infinity) - (failures[expected.givenUpAfter - 1] ?? NaN)) / 1000;
    expect(seconds, `seconds to giving up\n${log}`).to.be.within(0, withinSeconds);
  }
  expect(busiestMinuteOf(calls, updatedAt), 'AWS calls in the busiest minute').to.be.at.most(30);
  expect(crowdedTicksOf(calls, updatedAt, endedAt), 'more than one DescribeServices at a time').to.deep.equal(
    [],
  );
}

/** Whoever reads the verdict learns which revision serves; at desired count 0 none does. */
function servingWordsOf({ expected, truth, argv }: Scenario, serving = 'nothing'): readonly string[] {
  const isEmpty = truth !== 'gone' && truth.desiredCount === 0;
  if (isEmpty || argv?.some((word) => word === 'plan' || word === 'run-task')) return [];
  if (expected.verdict === 'succeeded') return [said.serves(serving)];
  if (expected.verdict !== 'rolled-back' || expected.isUnverified) return [];
  return [said.servesAgain(serving)];
}
