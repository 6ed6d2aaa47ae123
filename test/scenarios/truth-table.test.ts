import { expect } from 'chai';
import { firstTasks, loadBalanced } from './given/givens';
import type { Scenario } from './scenario';
import { scenarioFiles, scenarioNamed } from './scenario-files';
import { rowOf, truthTableOf, type Row } from './truth-table';

describe('the truth table', function () {
  let rows: readonly Row[];
  before(async () => {
    const told: [string, Scenario][] = [
      ['success', scenarioNamed('endings/success')],
      ['rolled-back', scenarioNamed('endings/breaker-rollback')],
      ['rejected', scenarioNamed('causes/service-missing')],
    ];
    rows = [];
    for (const [name, scenario] of told) rows = [...rows, await rowOf({ name, scenario })];
  });

  it('has when ecs-cd came to its verdict, and what the waiter concludes of the same rollout', () => {
    const [good, bad, none] = rows;
    expect(good!.ours).to.include({ verdict: 'succeeded (0)' });
    expect(good!.waiter).to.deep.include({ conclusion: 'SUCCESS', lies: [] });
    expect(good!.waiter!.seconds).to.be.above(good!.ours.seconds!);
    expect(bad!.ours).to.include({ verdict: 'rolled-back (6)' });
    expect(bad!.ours.causeSeconds).to.be.within(0, 10);
    expect(bad!.waiter!.conclusion).to.equal('SUCCESS');
    expect(bad!.waiter!.lies).to.include('PRIMARY runs web:1, not web:2');
    expect(bad!.waiter!.breakerSeconds).to.be.within(60, 120);
    expect(none!.waiter).to.equal(undefined);
    expect(none!.ours).to.not.have.property('seconds');
  });

  it('ends in the lies of both, and is a success where ecs-cd told none', () => {
    const { text, exitCode } = truthTableOf(rows);
    expect(text.split('\n').at(-1)).to.equal(
      'ecs-cd: 0 lies in 3 scenarios; waitUntilServicesStable: 1 lies in 2 scenarios',
    );
    expect(exitCode).to.equal(0);
  });

  it('is the same each time', async () => {
    expect(
      await rowOf({ name: 'rolled-back', scenario: scenarioNamed('endings/breaker-rollback') }),
    ).to.deep.equal(rows[1]);
  });

  it('counts a lie of ecs-cd, names it, and fails', () => {
    const [good, ...others] = rows;
    const lying = { ...good!, ours: { ...good!.ours, lies: ['exit 0, but web:1 serves'] } };
    const { text, exitCode } = truthTableOf([lying, ...others]);
    expect(text).to.contain('ecs-cd lies in success: exit 0, but web:1 serves');
    expect(text.split('\n').at(-1)).to.match(/^ecs-cd: 1 lies in 3 scenarios;/);
    expect(exitCode).to.equal(1);
  });

  it('counts the healthy releases that were undone, and those that the waiter calls failed', () => {
    const { text } = truthTableOf(rows);
    expect(text.split('\n').at(-2)).to.equal(
      'ecs-cd: 0 healthy releases undone in 3 scenarios; waitUntilServicesStable: 0 called failed in 2 scenarios',
    );
    const [good, ...others] = rows;
    const waiter = { ...good!.waiter!, conclusion: 'TIMEOUT' as const };
    const undoing = { ...good!, waiter, ours: { ...good!.ours, undone: ['web:2 was healthy'] } };
    const wrong = truthTableOf([undoing, ...others]);
    expect(wrong.text).to.contain('ecs-cd undoes a healthy release in success: web:2 was healthy');
    expect(wrong.text.split('\n').at(-2)).to.match(/^ecs-cd: 1 healthy .*: 1 called failed/);
    expect(wrong.exitCode).to.equal(1);
  });

  it('calls a release healthy that was given up for its failures, and serves when ECS is left alone', async () => {
    const scenario: Scenario = {
      what: 'two tasks fail, and all later ones are healthy',
      given: firstTasks(2, { kind: 'crash', exitCode: 1 }),
      expected: { verdict: 'rolled-back' },
      truth: {},
    };
    const { ours } = await rowOf({ name: 'given up', scenario });
    expect(ours.undone).to.deep.equal(['it was given up, but serves when it is left alone']);
    expect(rows.map((row) => row.ours.undone)).to.deep.equal([[], [], []]);
  });

  it('calls none healthy that was given up for its time', async () => {
    const scenario: Scenario = {
      what: 'the tasks need longer than the deadline is',
      env: { ECS_CD_TIMEOUT: '2m' },
      given: firstTasks(2, { kind: 'healthy', afterSeconds: 600 }),
      fixture: { service: loadBalanced },
      expected: { verdict: 'rolled-back' },
      truth: {},
    };
    const { ours, waiter } = await rowOf({ name: 'late', scenario });
    expect(waiter).to.include({ servesInTheEnd: true });
    expect(ours).to.deep.include({ verdict: 'rolled-back (6)', undone: [] });
  });

  it('fits into 120 columns with every name there is', () => {
    const names = scenarioFiles().map(({ name }) => name);
    const [, bad] = rows;
    const ours = { ...bad!.ours, verdict: 'needs-attention (7)', seconds: 1234, calls: 123 };
    const waiter = { ...bad!.waiter!, conclusion: 'no update' as const, seconds: 1718 };
    const lines = truthTableOf(names.map((name) => ({ name, ours, waiter }))).text.split('\n');
    expect(Math.max(...lines.map((line) => line.length))).to.be.at.most(120);
  });
});
