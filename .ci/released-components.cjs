// A list of components in CycloneDX with what the bundle is built from, and without the time, a random number and the
// folder's name: one lock file makes one list. `npm sbom --omit=dev` leaves out what the tests need as well.
const { readFileSync } = require('node:fs');
const path = require('node:path');

const { packages } = JSON.parse(readFileSync(path.join(__dirname, '../package-lock.json'), 'utf8'));
const isReleased = new Set(
  Object.entries(packages)
    .filter(([, { dev }]) => !dev)
    .map(([folder, { name, version }]) => `${name ?? folder.split('node_modules/').at(-1)}@${version}`),
);

const {
  serialNumber: _,
  metadata,
  components,
  dependencies = [],
  ...list
} = JSON.parse(readFileSync(0, 'utf8'));
const { timestamp: __, component, ...constant } = metadata;
const released = {
  ...list,
  metadata: { ...constant, component: { ...component, name: 'ecs-cd' } },
  components: components.filter((one) => isReleased.has(one['bom-ref'])),
  dependencies: dependencies.flatMap(({ ref, dependsOn = [] }) =>
    isReleased.has(ref) ? { ref, dependsOn: dependsOn.filter((one) => isReleased.has(one)) } : [],
  ),
};
console.log(JSON.stringify(released, undefined, 2));
