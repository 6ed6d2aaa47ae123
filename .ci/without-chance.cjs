// A list of components in CycloneDX without the time, a random number and the folder's name: one lock file makes one list.
const { serialNumber: _, metadata, ...list } = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
const { timestamp: __, component, ...constant } = metadata;
const named = { ...constant, component: { ...component, name: 'ecs-cd' } };
console.log(JSON.stringify({ ...list, metadata: named }, undefined, 2));
