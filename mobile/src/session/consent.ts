/** Sessions in which this person has already pressed a button that says it shares: they are not asked twice. */
export const wantsToShare = new Set<string>();
