// What the licenses of the bundled packages ask for: their texts, which are in the bundle, so that they are wherever it goes.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** The texts for the packages that these files are of, each text once, behind the packages that it is for. */
export async function licensesOf(files) {
  const folders = files.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0] ?? []);
  const packages = await Promise.all([...new Set(folders)].sort().map(packageIn));
  const titlesByText = new Map();
  for (const { title, text, origin } of packages) {
    // Of one repository's packages some have no text of their own.
    const found = text || packages.find((other) => other.origin === origin && other.text)?.text;
    if (!found) throw new Error(`${title} has no license text`);
    titlesByText.set(found, [...(titlesByText.get(found) ?? []), title]);
  }
  const parts = [...titlesByText].map(([text, titles]) => `${titles.join('\n')}\n\n${text}\n`);
  return ['Licenses of what is in this file beside ecs-cd itself\n', ...parts].join(
    `\n${'-'.repeat(80)}\n\n`,
  );
}

async function packageIn(folder) {
  const { name, version, license, repository } = JSON.parse(
    await readFile(path.join(folder, 'package.json'), 'utf8'),
  );
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|notice)\b/i.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')));
  return {
    title: `${name} ${version} (${license})`,
    text: texts.map((one) => one.replaceAll('\r', '').trim()).join('\n\n'),
    origin: `${license} ${repository?.url ?? repository}`,
  };
}
