import { isScalar, parseAllDocuments } from 'yaml';

const place = ['spec', 'inputs', 'runner_image', 'default'];

/** The image that the jobs of the template run in unless they are given another one. */
export function templateImageOf(template: string): string {
  return template.slice(...rangeIn(template));
}

/** The template with another one: that scalar changes, and nothing else in the file. */
export function withTemplateImage(template: string, image: string): string {
  const [start, end] = rangeIn(template);
  return template.slice(0, start) + image + template.slice(end);
}

function rangeIn(template: string): [start: number, end: number] {
  const [header] = parseAllDocuments(template);
  const image = header && 'getIn' in header ? header.getIn(place, true) : undefined;
  if (!isScalar(image) || !image.range) throw new Error(`the template has no ${place.join('.')}`);
  const [start, end] = image.range;
  return [start, end];
}
