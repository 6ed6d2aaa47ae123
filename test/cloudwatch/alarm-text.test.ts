import { expect } from 'chai';
import { alarmTextOf } from '../../runner/cloudwatch/alarm-text';

describe('what is said of an alarm', () => {
  const StateReason = 'Threshold Crossed: 1 datapoint [12.0] was greater than the threshold (10.0).';

  it('is its metric, its threshold and why it is in its state', () => {
    const alarm = {
      AlarmName: 'errors',
      MetricName: 'HTTPCode_Target_5XX_Count',
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Threshold: 10,
      StateReason,
    } as const;
    expect(alarmTextOf(alarm)).to.equal(`errors: HTTPCode_Target_5XX_Count >= 10 (${StateReason})`);
  });
  it('is the rule of a composite one', () => {
    const alarm = { AlarmName: 'all', AlarmRule: 'ALARM("a") OR ALARM("b")', StateReason: 'a went off' };
    expect(alarmTextOf(alarm)).to.equal('all: ALARM("a") OR ALARM("b") (a went off)');
  });
  it('is what there is of one that watches an anomaly or an expression', () => {
    const anomaly = {
      AlarmName: 'odd',
      MetricName: 'Latency',
      ComparisonOperator: 'LessThanLowerOrGreaterThanUpperThreshold',
    } as const;
    expect(alarmTextOf(anomaly)).to.equal('odd: Latency LessThanLowerOrGreaterThanUpperThreshold');
    expect(alarmTextOf({ AlarmName: 'expression', StateReason })).to.equal(`expression (${StateReason})`);
  });
  it('writes nothing into the job log that is not plain', () => {
    expect(alarmTextOf({ AlarmName: 'a', StateReason: 'x\ny\u001b[31m' })).to.not.match(/[\n\u001b]/);
  });
});
