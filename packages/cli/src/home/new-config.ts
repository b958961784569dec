import { bundled } from "./bundled.ts";

/** The text of a new home's configuration. */
export const newConfig: string = `# What \`arx\` uses where no flag and no variable says otherwise.

# Connectors: installed packages, or paths of built modules from this folder, that export a connector's \`definition\`.
connectors:
${Object.keys(bundled)
  .map((connector) => `  - "${connector}"`)
  .join("\n")}

# Where credentials are: embedded (in this home, encrypted), environment (ARX_SECRET_...), or a KV v2 engine:
# vault: { kv2: { address: "https://vault.example.com:8200", mount: secret } } # signs in by VAULT_TOKEN
vault: embedded

# The agent and the organisation to act for (--agent, ARX_AGENT; --org, ARX_ORG).
# agent: agent-001
# org: org-acme

# Who is answerable for the agents. Never an approver of what they ask for.
# owner: alice@acme.com

# Users of this machine, and what policies call them.
# people:
#   alice: alice@acme.com

# Whether the user who runs an agent, or \`arx run\`, may approve what it asks for. For trying things out alone.
selfApproval: false
`;
