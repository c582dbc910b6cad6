/** The browser's own storage: there is no safer place on the web, which is why the page's policy lets no foreign script in. */
const name = (key: string) => `meetup.${key}`;

// A browser that forbids storage still gets a visit: what is kept is then gone with the page.
const memory = new Map<string, string>();
const attempt = <T>(work: () => T, otherwise: () => T): T => {
  try {
    return work();
  } catch {
    return otherwise();
  }
};

export const read = async (key: string): Promise<string | null> =>
  attempt(
    () => localStorage.getItem(name(key)),
    () => memory.get(key) ?? null,
  );

export const write = async (key: string, value: string): Promise<void> =>
  attempt(
    () => localStorage.setItem(name(key), value),
    () => void memory.set(key, value),
  );

export const remove = async (key: string): Promise<void> =>
  attempt(
    () => localStorage.removeItem(name(key)),
    () => void memory.delete(key),
  );
