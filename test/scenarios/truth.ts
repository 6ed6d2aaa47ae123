import { scenarioFiles } from './scenario-files';
import { rowOf, truthTableOf, type Row } from './truth-table';

/** `npm run truth`: every scenario in virtual time, followed by ecs-cd and by the waiter of the SDK. */
// The machine's own AWS profiles and keys must decide nothing.
for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
process.env.AWS_CONFIG_FILE = process.env.AWS_SHARED_CREDENTIALS_FILE = '/dev/null';
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

void main();

async function main(): Promise<void> {
  const rows: Row[] = [];
  for (const file of scenarioFiles()) rows.push(await rowOf(file));
  const { text, exitCode } = truthTableOf(rows);
  console.log(text);
  process.exitCode = exitCode;
}
