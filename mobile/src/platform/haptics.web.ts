/** Phones' browsers buzz, once somebody has touched the page; others have nothing to buzz with. */
export const celebrate = (): void => {
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.([60, 40, 120]);
};
