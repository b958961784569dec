import { expectTypeOf, test } from "vitest";
import type { List } from "@arx/core";
import type { Group, ListedUser, LogEvent, OktaConnector, User } from "../src/index.ts";

// Checked by the compiler alone; nothing in these functions runs.
type Client = OktaConnector;

test("the calls of the overview type-check, and give what the API gives", () => {
  const calls = async (okta: Client): Promise<void> => {
    expectTypeOf(okta.listUsers({ search: 'profile.email eq "jdoe@acme.com"' })).toEqualTypeOf<
      List<ListedUser>
    >();
    expectTypeOf(await okta.getUser("00u1a2b3c4d5e6f7g8")).toEqualTypeOf<User>();
    expectTypeOf(
      await okta.createUser({ firstName: "Jane", lastName: "Doe", email: "jane.doe@acme.com" }),
    ).toEqualTypeOf<User>();
    expectTypeOf(await okta.suspendUser("00u1a2b3c4d5e6f7g8")).toBeVoid();
    expectTypeOf(await okta.listGroups({ search: "Engineering" })).toEqualTypeOf<readonly Group[]>();
    expectTypeOf(await okta.getGroupMembers("0gra1b2c3d4e5f6g7")).items.toHaveProperty("id");
    const logs = okta.getLogs({ since: "2025-01-01T00:00:00Z", filter: 'eventType eq "user.session.start"' });
    expectTypeOf(logs).toEqualTypeOf<List<LogEvent>>();
  };
  expectTypeOf(calls).toBeFunction();
});

test("an operation by its id has the types of its method", () => {
  const calls = async (okta: Client): Promise<void> => {
    expectTypeOf(await okta.execute("users:suspend", { userId: "00u1" })).toBeVoid();
    expectTypeOf(await okta.execute("users:read_detail", { userId: "00u1" })).toEqualTypeOf<User>();
    expectTypeOf(okta.execute("users:read", {})).toEqualTypeOf<List<ListedUser>>();
    // @ts-expect-error there is no such operation
    await okta.execute("users:promote", { userId: "00u1" });
    // @ts-expect-error whom to suspend is not said
    await okta.execute("users:suspend", {});
  };
  expectTypeOf(calls).toBeFunction();
});

test("a wrong parameter is a compile error", () => {
  const calls = async (okta: Client): Promise<void> => {
    // @ts-expect-error the parameter is `search`
    await okta.listUsers({ serach: "x" });
    // @ts-expect-error a page has a number of items
    await okta.listUsers({ limit: "200" });
    // @ts-expect-error a user without an email address
    await okta.createUser({ firstName: "Jane", lastName: "Doe" });
    // @ts-expect-error an option of another operation
    await okta.deactivateUser("00u1", { oauthTokens: true });
    // @ts-expect-error whether to mail the link has to be said
    await okta.resetPassword("00u1");
    // @ts-expect-error suspending takes no options
    await okta.suspendUser("00u1", { sendEmail: true });
    // @ts-expect-error both ids are needed
    await okta.addGroupMember("00g1");
  };
  expectTypeOf(calls).toBeFunction();
});

test("a user is made from the short form, the full one, or the short one and more of the profile", () => {
  const calls = async (okta: Client): Promise<void> => {
    const name = { firstName: "Jane", lastName: "Doe", email: "jane.doe@acme.com" };
    await okta.createUser({ ...name, login: "jane", groupIds: ["00g1"], activate: false });
    await okta.createUser({ profile: { ...name, login: "jane" }, credentials: { password: { value: "x" } } });
    await okta.createUser({ ...name, profile: { department: "Security" } });
  };
  expectTypeOf(calls).toBeFunction();
});

test("an enum keeps completion and takes members that Okta adds later", () => {
  expectTypeOf<"SUSPENDED">().toExtend<User["status"]>();
  expectTypeOf<User["status"]>().toExtend<string>();
  const later: User["status"] = "ADDED_LATER";
  expectTypeOf(later).toExtend<string>();
  // @ts-expect-error a status is a text all the same
  const wrong: User["status"] = 7;
  expectTypeOf(wrong).not.toBeAny();
});

test("only what Okta always answers is sure to be there, and an org's own attributes are in the profile", () => {
  expectTypeOf<User["id"]>().toEqualTypeOf<string>();
  expectTypeOf<User["lastLogin"]>().toEqualTypeOf<string | null | undefined>();
  expectTypeOf<User["profile"]["department"]>().toEqualTypeOf<string | null | undefined>();
  expectTypeOf<User["profile"]["favouriteColour"]>().toBeUnknown();
});
