import type { Org } from "../org/org.ts";
import type { User } from "../org/types.ts";

/** The links to a user's apps, several for an app that has several; none for a user who can't sign in. */
export function appLinksOf(org: Org, user: User, origin: string): readonly unknown[] {
  if (user.status === "DEPROVISIONED" || user.status === "SUSPENDED" || user.status === "STAGED") return [];
  const links = org.apps.all().flatMap((app) => {
    const appUser = org.assignments.get(app.id)?.get(user.id);
    if (appUser === undefined || app.status !== "ACTIVE") return [];
    const names = Object.entries((app.visibility["appLinks"] ?? {}) as Record<string, boolean>);
    const hide = (app.visibility["hide"] ?? {}) as Record<string, boolean>;
    return names.map(([name, shown]) => ({
      id: user.id,
      label: names.length > 1 ? `${app.label} ${name}` : app.label,
      linkUrl: `${origin}/home/${app.name}/${app.id}/${name}`,
      logoUrl: `${origin}/assets/img/logos/${app.name}.png`,
      appName: app.name,
      appInstanceId: app.id,
      appAssignmentId: appUser.assignmentId,
      credentialsSetup: appUser.password,
      sortOrder: 0,
      hidden: !shown || hide["web"] === true,
    }));
  });
  for (const [sortOrder, link] of links.entries()) link.sortOrder = sortOrder;
  return links;
}
