import { expect } from 'chai';
import { stripVTControlCharacters } from 'node:util';
import { outputNames } from '../../runner/settings/variables/known-names';
import { loadBalanced } from '../scenarios/given/givens';
import { openServiceFixture, type ServiceFixture } from '../service-fixture';

describe('the log of a whole run', () => {
  let fixture: ServiceFixture;
  beforeEach(async () => {
    fixture = await openServiceFixture({ service: loadBalanced });
  });
  afterEach(() => fixture.close());

  const rows = (log: string) => stripVTControlCharacters(log).split('\n');
  const tooLong = (log: string) => rows(log).filter((row) => row.length > 100);

  it('is broken at words to the width of a terminal, and not at all for GitLab', async () => {
    fixture.newTasks({ kind: 'unhealthy-target' });
    const terminal = await fixture.deploy({ columns: 100 });
    expect(terminal.exitCode).to.equal(6);
    // The address of the console is copied whole.
    expect(tooLong(terminal.log).map((row) => row.slice(0, 20))).to.deep.equal(['console     https://']);
    expect(rows(terminal.log)).to.include(
      '            target group web accepts, or correct path and matcher; raise',
    );
    const gitlab = await fixture.deploy({ columns: 100, env: { GITLAB_CI: 'true', DOCKER_TAG: 'v1' } });
    expect(tooLong(gitlab.log)).to.not.have.length(0);
  });

  it('speaks of short-lived credentials once, at the end of a success, and never where a run failed', async () => {
    const tips = (log: string) => log.match(/short-lived/g) ?? [];
    const { log } = await fixture.deploy();
    expect(tips(log)).to.have.length(1);
    expect(log.trimEnd().split('\n').at(-2)).to.match(/^tip {9}/);
    expect(tips((await fixture.deploy({ env: { DOCKER_TAG: 'v9' } })).log)).to.have.length(0);
  });

  it('hands on no more variables than GitLab takes from a dotenv: 20', () => {
    expect(outputNames.length).to.be.at.most(20);
  });
});
