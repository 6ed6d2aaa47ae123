import { firstTasks } from '../givens';
import type { Scenario } from '../scenario';

export const scenario: Scenario = {
  what: 'the subnet has no address left for the first tasks, and then it has',
  covers: ['C 16'],
  given: firstTasks(2, {
    kind: 'fails-to-start',
    // (field report)
    stoppedReason:
      "Unexpected EC2 error while attempting to Create Network Interface with public IP assignment enabled in subnet 'subnet-0123456789': InsufficientFreeAddressesInSubnet",
  }),
  expected: {
    verdict: 'succeeded',
    cause: 'the subnet subnet-0123456789 has no free IP address left',
  },
  truth: { taskDefinition: 'web:2', healthyCount: 2, deploymentsEver: 2 },
};
