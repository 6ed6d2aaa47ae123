import { expect } from 'chai';
import { capacityCases } from './capacity-cases';
import type { Case } from './cases';
import { planned } from './look-ahead';
import { releaseCases } from './release-cases';
import { secretCases } from './secret-cases';
import { serviceCases } from './service-cases';
import { shiftCases } from './shift-cases';
import { taskCases } from './task-cases';

for (const [whose, cases] of [
  ['tasks', taskCases],
  ['secrets', secretCases],
  ['service', serviceCases],
  ['release', releaseCases],
  ['shift', shiftCases],
  ['room', capacityCases],
] as const) {
  describe(`a preflight of the ${whose} finds`, () => {
    for (const one of cases) {
      it(`${one.what} (${one.finding.severity})`, () => appears(one));
      (one.absent ?? [{}]).forEach((setting, index) =>
        it(`${one.what}: not where it is not so (${index + 1})`, async () => {
          const { file, log } = await planned(setting);
          const found = file?.findings.filter(({ subject }) => subject === one.finding.subject);
          expect(found, log).to.deep.equal([]);
        }),
      );
    }
  });
}

async function appears({ appears: setting, finding }: Case): Promise<void> {
  const { file, log, exitCode, changes } = await planned(setting);
  const found = file?.findings.filter(
    ({ severity, subject, message }) =>
      severity === finding.severity && subject === finding.subject && finding.message.test(message),
  );
  expect(found, log).to.have.lengthOf(1);
  expect(found?.[0]?.fix, 'the fix').to.match(finding.fix ?? /\w/);
  expect(exitCode === 3, log).to.equal(finding.severity === 'error');
  expect(changes).to.deep.equal([]);
}
