/** The names in the braces of a template such as `/api/v1/users/{userId}`, in order. */
export function placeholders(template: string): string[] {
  return [...template.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => name!);
}
