/** A policy to begin with, for any connector: what reads runs, what changes something waits for a person. */
export function examplePolicies(connector: string): string {
  return `# What agents may do with ${connector}. Nothing is permitted that no policy grants.
# See: arx policy matrix, arx policy explain, arx policy lint

# Reads run by themselves, and every change waits for a person.
- name: ${connector}-changes-with-approval
  connector: ${connector}
  operations: ["*:*"]
  risk_max: critical
  approval:
    low: none
    medium: hitl
    high: hitl
    critical: hitl
`;
}
