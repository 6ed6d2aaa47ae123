import Ajv from 'ajv';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * GitLab's own schema of pipelines, unchanged: app/assets/javascripts/editor/schema/ci.json of gitlab-org/gitlab as
 * check-jsonschema 0.39.0 (PyPI, October 2026) carries it, with its license beside it.
 */
const schema = JSON.parse(readFileSync(path.join(__dirname, '../schema/gitlab-ci.json'), 'utf8')) as object;

// The schema has keywords for editors, and formats that say no more than its patterns.
const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);

/** What GitLab has against it. */
export function errorsOf(configuration: unknown): readonly string[] {
  validate(configuration);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
