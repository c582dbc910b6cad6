/** An installed app has its shell with it. */
export const keepShell = (): void => {};
