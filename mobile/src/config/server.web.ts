export const canChooseServer = false;

/** The server the page came from. */
export const serverAddress = async (): Promise<string> => window.location.origin;
export const chooseServer = async (_address: string): Promise<void> => {};
