import { causes, firstNamedIn, passing, thingIn, type Topic } from './cause';

/** Rows of tasks that get no network interface; a stopped task and an event say it in the same words (AWS docs). */
export const networkInterfaceTopic: Topic = {
  about: /Create Network Interface|network interface provisioning|InsufficientFreeAddressesInSubnet/i,
  rules: causes(passing, {
    'no-free-address': {
      says: /InsufficientFreeAddressesInSubnet/,
      is: (text) => `${subnetIn(text)} has no free IP address left`,
      fix: 'add a larger subnet to the network configuration of the service SERVICE_NAME, or free addresses of this one',
    },
    'network-interface-late': {
      says: /Timeout waiting for network interface provisioning/i,
      is: 'the task got no network interface in time',
      fix: 'run the job again; if it persists, look at the quota of network interfaces in AWS_DEFAULT_REGION',
    },
    'network-interface-refused': {
      says: /Create Network Interface/i,
      is: (text) =>
        `EC2 gives the task no network interface in ${subnetIn(text)}: ${firstNamedIn(text, /'?subnet-\w+'?: (\w[\w.]*)/) ?? 'see the reason that ECS gives'}`,
      fix: 'correct subnets and security groups in the network configuration of the service SERVICE_NAME, or raise the quota that EC2 names',
    },
  }),
};

const percents =
  'lower minimumHealthyPercent of the service SERVICE_NAME so that an old task may stop first, or add container instances to CLUSTER_NAME';

const smaller = `lower cpu and memory of TASK_FAMILY, or ${percents}`;

/** Rows of tasks that find no place: nothing of the release ran yet, so another try may find one. */
export const placementTopic: Topic = {
  about:
    /unable to place a task|could not launch|capacity limit|RESOURCE:|you've reached the limit|configuration is above your limit|Capacity is unavailable/i,
  rules: causes(passing, {
    'host-port-taken': {
      says: /already using a port required|RESOURCE:PORTS/,
      is: (text) =>
        `no container instance has the host port of the task free${closestIn(text)}; an old task may hold it`,
      fix: `set hostPort to 0 in the task definition TASK_FAMILY, or ${percents}`,
    },
    'no-instances': {
      says: /No Container Instances were found/i,
      is: 'the cluster has no container instance that could run the task',
      fix: 'add container instances to CLUSTER_NAME, or see why its capacity provider starts none',
    },
    'fargate-capacity': {
      says: /Capacity is unavailable at this time/i,
      is: 'Fargate has no capacity for the task at this time',
      fix: 'run the job again later, or give the service SERVICE_NAME subnets in more availability zones, or another capacity provider',
    },
    'fargate-quota': {
      says: /reached the limit on the number of|requested \w+ configuration is above your limit/i,
      is: (text) =>
        `the account is at its Fargate quota${/limit on the number( of \w+)/i.exec(text)?.[1] ?? ''}`,
      fix: 'raise the Fargate quota in Service Quotas for AWS_DEFAULT_REGION, or make the tasks smaller or fewer',
    },
    'provisioning-limit': {
      says: /provisioning capacity limit/i,
      is: 'the cluster has as many tasks in PROVISIONING as ECS allows (500)',
      fix: 'wait until the tasks of CLUSTER_NAME have started, or let its capacity provider add instances faster',
    },
    'partial-launch': {
      says: /could not launch \d+ tasks?/,
      is: (text) =>
        `ECS could not launch ${firstNamedIn(text, /could not launch (\d+)/) ?? 'some'} of the tasks`,
      fix: 'run the job again; if it persists, see the capacity and the quotas of CLUSTER_NAME in AWS_DEFAULT_REGION',
    },
    'no-instance-fits': {
      says: /no container instance met all of its requirements|RESOURCE:\w+|encountered error "AGENT"/,
      is: (text) => `no container instance fits the task${lackIn(text)?.is ?? ''}${closestIn(text)}`,
      fix: (text) => lackIn(text)?.fix ?? smaller,
    },
  }),
};

const subnetIn = (text: string) => thingIn(text, 'the subnet', /(subnet-\w+)/);

function closestIn(text: string): string {
  const closest = firstNamedIn(text, /closest matching \(?container-instance ([^\s)]+)/);
  return closest === undefined ? '' : ` (the closest one is ${closest})`;
}

/** (AWS docs) the words of an event, and the codes that RunTask answers. */
const lacks = [
  { says: /insufficient CPU|RESOURCE:CPU/i, is: ': too little CPU is free', fix: smaller },
  { says: /insufficient memory|RESOURCE:MEMORY/i, is: ': too little memory is free', fix: smaller },
  {
    says: /RESOURCE:ENI/,
    is: ': no network interface is free',
    fix: `switch the account setting awsvpcTrunking on, or ${percents}`,
  },
  {
    says: /missing an attribute/,
    is: ': an attribute that the task needs is missing',
    fix: 'correct placementConstraints and runtimePlatform of TASK_FAMILY, or add instances with that attribute to CLUSTER_NAME',
  },
  {
    says: /error "AGENT"/,
    is: ': its ECS agent is not connected',
    fix: 'see why the ECS agent of that instance lost its connection, or replace the instance',
  },
];

function lackIn(text: string) {
  return lacks.find(({ says }) => says.test(text));
}
