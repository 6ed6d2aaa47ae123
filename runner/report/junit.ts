import { XmlNode } from '@aws-sdk/xml-builder';

/** A case of GitLab's list of tests. */
export interface Case {
  readonly classname: string;
  readonly name: string;
  readonly failure?: string | undefined;
  readonly skipped?: string | undefined;
}

/** The list for GitLab (GitLab docs, unit test reports). */
export function testsOf(suite: string, cases: readonly Case[]): string {
  const tests = new XmlNode('testsuite', cases.map(nodeOf)).addAttribute('name', suite);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XmlNode('testsuites', [tests]).toString()}\n`;
}

function nodeOf({ classname, name, failure, skipped }: Case): XmlNode {
  const node = new XmlNode('testcase').addAttribute('classname', classname).addAttribute('name', name);
  if (failure !== undefined) node.addChildNode(XmlNode.of('failure', failure));
  if (skipped !== undefined) node.addChildNode(new XmlNode('skipped').addAttribute('message', skipped));
  return node;
}
