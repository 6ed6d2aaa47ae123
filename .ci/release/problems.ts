/** Ends the command with everything that is wrong, one line each. */
export function refuseIf(problems: readonly string[], title: string): void {
  if (problems.length > 0) throw new Error([title, ...problems.map((problem) => `- ${problem}`)].join('\n'));
}
