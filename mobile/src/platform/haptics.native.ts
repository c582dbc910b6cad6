import { notificationAsync, NotificationFeedbackType } from 'expo-haptics';

/** Felt in the hand when two have met. */
export const celebrate = (): void => void notificationAsync(NotificationFeedbackType.Success).catch(() => {});
