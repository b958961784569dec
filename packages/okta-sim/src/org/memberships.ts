/** Which users are in which groups, in the order they were added. */
export class Memberships {
  readonly #users = new Map<string, Set<string>>();
  readonly #groups = new Map<string, Set<string>>();

  /** False if the user was a member already. */
  add(groupId: string, userId: string): boolean {
    const users = this.#of(this.#users, groupId);
    if (users.has(userId)) return false;
    users.add(userId);
    this.#of(this.#groups, userId).add(groupId);
    return true;
  }

  /** False if the user was no member. */
  remove(groupId: string, userId: string): boolean {
    this.#groups.get(userId)?.delete(groupId);
    return this.#users.get(groupId)?.delete(userId) ?? false;
  }

  usersOf(groupId: string): ReadonlySet<string> {
    return this.#users.get(groupId) ?? new Set();
  }

  groupsOf(userId: string): ReadonlySet<string> {
    return this.#groups.get(userId) ?? new Set();
  }

  #of(index: Map<string, Set<string>>, id: string): Set<string> {
    const found = index.get(id) ?? new Set<string>();
    index.set(id, found);
    return found;
  }
}
