/** A user as Okta describes one, of about 1 kB, with its number in the id. */
export function user(number: number): unknown {
  const id = `00u${String(number).padStart(17, "0")}`;
  const name = `user${number % 200}`;
  const links = ["suspend", "resetPassword", "expirePassword", "changeRecoveryQuestion", "deactivate"];
  return {
    id,
    status: "ACTIVE",
    created: "2024-03-04T09:00:00.000Z",
    activated: "2024-03-04T09:00:12.000Z",
    statusChanged: "2024-03-04T09:00:12.000Z",
    lastLogin: "2026-10-30T07:41:03.000Z",
    lastUpdated: "2026-09-01T12:30:45.000Z",
    passwordChanged: "2026-06-12T08:15:30.000Z",
    type: { id: "oty1a2b3c4d5e6f7g8" },
    profile: {
      firstName: "John",
      lastName: `Doe the ${number % 200}`,
      displayName: "John Doe",
      mobilePhone: null,
      secondEmail: null,
      login: `${name}@acme.com`,
      email: `${name}@acme.com`,
      title: "Software Engineer",
      department: "Engineering",
      city: "Berlin",
      countryCode: "DE",
    },
    credentials: {
      password: {},
      emails: [{ value: `${name}@acme.com`, status: "VERIFIED", type: "PRIMARY" }],
      provider: { type: "OKTA", name: "OKTA" },
    },
    _links: {
      self: { href: `https://acme.okta.com/api/v1/users/${id}` },
      ...(number === 0 &&
        Object.fromEntries(
          links.map((link) => [
            link,
            { href: `https://acme.okta.com/api/v1/users/${id}/lifecycle/${link}`, method: "POST" },
          ]),
        )),
    },
  };
}

const digits = 17;

/** Pages of users that cost the server next to nothing: one page is kept, and the numbers in it are written anew. */
export class UserPages {
  readonly #page: Buffer;
  /** Where the numbers of each user of the page stand. */
  readonly #places: readonly (readonly number[])[];

  constructor(perPage: number) {
    const users = Array.from({ length: perPage }, (_, index) => user(index + 1));
    this.#page = Buffer.from(JSON.stringify(users));
    this.#places = users.map((_, index) => {
      const text = Buffer.from(String(index + 1).padStart(digits, "0"));
      const places: number[] = [];
      for (let at = this.#page.indexOf(text); at >= 0; at = this.#page.indexOf(text, at + digits))
        places.push(at);
      return places;
    });
  }

  /** The page whose first user has this number. */
  from(first: number): Buffer {
    const page = Buffer.from(this.#page);
    for (const [index, places] of this.#places.entries()) {
      const number = String(first + index).padStart(digits, "0");
      for (const place of places) page.write(number, place, "latin1");
    }
    return page;
  }
}
