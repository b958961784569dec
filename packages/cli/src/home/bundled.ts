/** The connectors that come with this package, and that are used unless a home names others. */
export const bundled: Readonly<Record<string, () => Promise<object>>> = {
  "@arx/okta": () => import("@arx/okta"),
};
