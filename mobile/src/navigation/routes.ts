import type { LinkingOptions } from '@react-navigation/native';
import type { NativeStackScreenProps } from '@react-navigation/native-stack';

export type Routes = {
  Home: undefined;
  Join: { token?: string } | undefined;
  Session: { id: string };
  NotFound: undefined;
};
export type ScreenProps<Name extends keyof Routes> = NativeStackScreenProps<Routes, Name>;

/** Kept free of expo-linking so that it can be tested without an app around it. */
export const linkingConfig: NonNullable<LinkingOptions<Routes>['config']> = {
  initialRouteName: 'Home',
  screens: { Home: '', Join: 'join', Session: 'session/:id', NotFound: '*' },
};

/** The token of an invite in a link of either kind; null for any other link. It travels in the fragment, which no server ever sees. */
export function inviteTokenOf(link: string): string | null {
  return /^(?:https?:\/\/[^/]+\/join#|meetup:\/\/invite\/)([A-Za-z0-9_-]{20,})$/.exec(link)?.[1] ?? null;
}
