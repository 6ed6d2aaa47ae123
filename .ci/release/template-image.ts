import { CST, Parser } from 'yaml';

const place = 'spec.inputs.runner_image.default';

/** The image that the jobs of the template run in unless they are given another one. */
export function templateImageOf(template: string): string {
  return parsed(template).image.source;
}

/** The template with another one: that scalar changes, and nothing else in the file. */
export function withTemplateImage(template: string, image: string): string {
  const { tokens, image: token } = parsed(template);
  CST.setScalarValue(token, image);
  return tokens.map((each) => CST.stringify(each)).join('');
}

function parsed(template: string) {
  const tokens = [...new Parser().parse(template)];
  const images = tokens.flatMap((token) => (token.type === 'document' ? imagesIn(token) : []));
  const [image] = images;
  if (!image || images.length > 1) throw new Error(`the template has no ${place}, or more than one`);
  return { tokens, image };
}

function imagesIn(document: CST.Document): readonly CST.FlowScalar[] {
  const images: CST.FlowScalar[] = [];
  CST.visit(document, ({ value }, path) => {
    const items = path.map((_, index) => CST.visit.itemAtPath(document, path.slice(0, index + 1)));
    const keys = items.map((item) => (CST.isScalar(item?.key) ? item.key.source : ''));
    if (keys.join('.') === place && value?.type === 'scalar') images.push(value);
  });
  return images;
}
