/** What no two runs have in common: an account like any other, and short names for what has long ones. */
export function likeAnyOther(log: string): string {
  const counted = (pattern: RegExp, name: (count: number) => string) => (text: string) => {
    const seen = new Map<string, string>();
    return text.replace(pattern, (id: string) => {
      if (!seen.has(id)) seen.set(id, name(seen.size + 1));
      return seen.get(id) ?? id;
    });
  };
  return [
    (text: string) => text.replace(/^ecs-cd \S+/, 'ecs-cd 1.0.0'),
    (text: string) => text.replace(/^(?:\u001b\[\d+m)?warning(?:: | {5})not AWS: .*\n/gm, ''),
    (text: string) =>
      text.replace(/127\.0\.0\.1:\d+(?=\/team)/g, '123456789012.dkr.ecr.eu-central-1.amazonaws.com'),
    (text: string) => text.replace(/http:\/\/127\.0\.0\.1:\d+\/\w*/g, 'https://staging.example.com/health'),
    (text: string) => text.replace(/sha256:([0-9a-f]{4})[0-9a-f]{60}/g, 'sha256:$1...'),
    counted(/\b[0-9a-f]{32}\b/g, (count) => String(count).repeat(4)),
    counted(/(?<=ecs-svc\/)\d+/g, (count) => String(count).repeat(4)),
    counted(/(?<=pushed )[\d-]{10} [\d:]{5}(?= UTC)/g, (count) => `2026-03-0${count} 10:00`),
    (text: string) => text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '2026-03-01T10:00:00Z'),
  ].reduce((text, change) => change(text), log);
}
