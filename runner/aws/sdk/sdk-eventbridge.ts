/** What is used of the client of EventBridge: the bundle has nothing else of it. */
export { EventBridgeClient, ListTargetsByRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
