import { expect } from 'chai';
import { usualCase } from './fuzz-case';
import { goingBackCases } from './going-back-cases';
import { lateCases } from './late-cases';
import { regressionCases } from './regression-cases';
import { staleReadingCases } from './stale-reading-cases';
import { brokenBy, search } from './search';

// The same stories for everybody, so that a red test speaks of the change at hand; `npm run fuzz` draws new ones.
const { ECS_CD_FUZZ_SEED = '1', ECS_CD_FUZZ_RUNS = '100' } = process.env;

describe('whatever ECS, its users and the network do', () => {
  it(`the verdict of ${ECS_CD_FUZZ_RUNS} random runs is true (seed ${ECS_CD_FUZZ_SEED})`, async function () {
    this.timeout(600_000);
    const { report } = await search({ seed: Number(ECS_CD_FUZZ_SEED), runs: Number(ECS_CD_FUZZ_RUNS) });
    expect(report, report).to.equal(undefined);
  });

  for (const { what, ...kept } of [
    ...regressionCases,
    ...staleReadingCases,
    ...goingBackCases,
    ...lateCases,
  ]) {
    it(`the verdict is true when ${what}`, async () => {
      expect(await brokenBy({ ...usualCase, ...kept })).to.deep.equal([]);
    });
  }
});
